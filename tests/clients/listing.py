"""boto3 lists 100,000 keys, put there before: `a/000/00000` and on, a hundred prefixes of a thousand keys each."""

from endpoint import BUCKET, client

s3 = client()


def pages(operation, **arguments):
    """All keys and prefixes of a listing, and in how many pages."""
    keys, prefixes, count = [], [], 0
    for page in s3.get_paginator(operation).paginate(Bucket=BUCKET, **arguments):
        count += 1
        keys += [entry["Key"] for entry in page.get("Contents", [])]
        prefixes += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
    return keys, prefixes, count


def main():
    """Whole, by prefix, by delimiter, in odd pages, both versions of the operation."""
    expected = [f"a/{prefix:03}/{key:05}" for prefix in range(100) for key in range(1000)]
    folders = [f"a/{prefix:03}/" for prefix in range(100)]
    assert pages("list_objects_v2") == (expected, [], 100)
    assert pages("list_objects") == (expected, [], 100)
    for operation in ["list_objects", "list_objects_v2"]:
        assert pages(operation, Delimiter="/") == ([], ["a/"], 1)
        assert pages(operation, Prefix="a/", Delimiter="/") == ([], folders, 1)
        cut = {"PageSize": 7}
        assert pages(operation, Prefix="a/", Delimiter="/", PaginationConfig=cut) == ([], folders, 15)
        some = expected[42_000:43_000]
        assert pages(operation, Prefix="a/042/", PaginationConfig={"PageSize": 333}) == (some, [], 4)
        tens, _, _ = pages(operation, Prefix="a/042/0001")
        assert tens == expected[42_010:42_020]
        nines = [f"a/{prefix:03}/00009" for prefix in range(100)]
        _, found, _ = pages(operation, Delimiter="/00009")
        assert found == nines
    keys, _, _ = pages("list_objects_v2", StartAfter="a/098/00998")
    assert keys == expected[98_999:]
    versions = s3.get_paginator("list_object_versions").paginate(Bucket=BUCKET, Prefix="a/01")
    assert [entry["Key"] for page in versions for entry in page["Versions"]] == expected[10_000:20_000]


main()
