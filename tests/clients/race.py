"""64 clients create the same key at once, if there is none: one of them wins, and it is that one's object."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from botocore.config import Config
from botocore.exceptions import ClientError
from endpoint import BUCKET, client

WRITERS = 64
s3 = client(config=Config(max_pool_connections=WRITERS))


def write(key, number, barrier):
    """The writer's number if it won."""
    barrier.wait(timeout=60)
    try:
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"%d" % number, IfNoneMatch="*")
    except ClientError as error:
        assert error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict"), error
        return None
    return number


def main():
    """Several rounds, each for a key of its own."""
    s3.create_bucket(Bucket=BUCKET)
    with ThreadPoolExecutor(WRITERS) as pool:
        for key in ["a", "b", "c"]:
            barrier = Barrier(WRITERS)
            results = pool.map(lambda number: write(key, number, barrier), range(WRITERS))
            winners = [number for number in results if number is not None]
            assert len(winners) == 1, winners
            assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"%d" % winners[0]


main()
