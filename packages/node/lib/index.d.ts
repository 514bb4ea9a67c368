/** Sandpail, an S3-compatible mock endpoint, started from Node. */

type Value = string | number | boolean | undefined;

/** The options of the command line, in camel case: `restoreSeconds` is `--restore-seconds`. */
export interface Options {
  /** Buckets that exist from the start. */
  buckets?: string[];
  /** All of the environment that the server knows, beside PATH and the like. */
  env?: Record<string, string>;
  region?: string;
  accessKey?: string;
  secretKey?: string;
  verify?: boolean;
  [option: string]: Value | Value[] | Record<string, string>;
}

/** What an `S3Client` of @aws-sdk/client-s3 takes. */
export interface ClientConfig {
  endpoint: string;
  region: string;
  forcePathStyle: boolean;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** The endpoint as one account sees it. */
export class Endpoint {
  constructor(url: string, settings?: { region?: string; accessKeyId?: string; secretAccessKey?: string });
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The configuration of an `S3Client` of @aws-sdk/client-s3. */
  config(): ClientConfig;
  /** The variables by which AWS SDKs and the aws CLI find this endpoint. */
  env(): Record<string, string>;
  /** Creates a bucket, and returns its name. */
  createBucket(name: string): Promise<string>;
}

/** A server, and its endpoint as it is seen with its own keys, or as account 000000000000. */
export class Server extends Endpoint implements AsyncDisposable {
  /**
   * The endpoint as an account that owns no bucket sees it. The same label gives the same accounts, in order.
   * A server that verifies signatures knows no such accounts, and refuses them.
   */
  freshAccount(label?: string): Promise<Endpoint>;
  /** Makes everything gone, except for the buckets that the server was started with. */
  reset(): Promise<void>;
  /** How many bytes the log has; 0 where the server was not started here. */
  readonly logged: number;
  /** What the server logged, after the first `since` bytes. Nothing where it was not started here. */
  log(since?: number): string;
  /** Ends the server, if it was started here. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a server on a free port. Where `$SANDPAIL_URL` is set and nothing but buckets is asked for, it is the server
 * there.
 */
export function start(options?: Options): Promise<Server>;
