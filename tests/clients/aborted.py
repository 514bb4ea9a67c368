"""An upload whose source fails midway leaves what was there: once as one request, once in parts."""

import io

from botocore.config import Config
from endpoint import BUCKET, client


class Failing(io.RawIOBase):
    """Gives so many bytes and then fails, as a broken disk or a killed process."""

    def __init__(self, good, size):
        self.good, self.size, self.at = good, size, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        self.at = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence] + offset
        return self.at

    def tell(self):
        return self.at

    def read(self, size=-1):
        size = self.size - self.at if size < 0 else min(size, self.size - self.at)
        if self.at + size > self.good:
            raise OSError("the source broke")
        self.at += size
        return b"x" * size


def main():
    """The old object stays and no upload is left."""
    config = Config(retries={"total_max_attempts": 1}, request_checksum_calculation="when_required")
    s3 = client(config=config)
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="k", Body=b"before")
    for call in [
        lambda: s3.put_object(Bucket=BUCKET, Key="k", Body=Failing(300_000, 1_000_000), ContentLength=1_000_000),
        lambda: s3.upload_fileobj(Failing(20 << 20, 64 << 20), BUCKET, "k"),
    ]:
        try:
            call()
        except Exception as error:  # whatever the client makes of it
            assert "broke" in repr(error) or "Connection" in repr(error), repr(error)
        else:
            raise AssertionError("the source fails, so must the upload")
        assert s3.get_object(Bucket=BUCKET, Key="k")["Body"].read() == b"before"
        assert "Uploads" not in s3.list_multipart_uploads(Bucket=BUCKET)


main()
