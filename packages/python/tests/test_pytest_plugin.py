"""The fixtures, in runs of pytest of their own."""

import re

import pytest

from sandpail import Server
from sandpail.pytest_plugin import bucket_name

SUITE = """
import boto3, pytest

def names(s3):
    return [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]

@pytest.mark.parametrize("number", range(8))
def test_each_has_its_own(number, s3, bucket):
    assert names(s3) == [bucket] and s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
    s3.put_object(Bucket=bucket, Key="key", Body=b"")
    print("BUCKET", bucket)

@pytest.mark.parametrize("number", range(2))
def test_code_that_makes_its_own_client(number, sandpail_env, bucket):
    assert names(boto3.client("s3")) == [bucket]
"""


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.delenv("SANDPAIL_URL", raising=False)
    monkeypatch.setenv("AWS_PROFILE", "of-the-environment")


def run(pytester, *arguments):
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def buckets(result):
    return sorted(re.findall(r"BUCKET (\S+)", result.stdout.str()))


def test_each_test_has_an_account_and_a_bucket_the_same_in_every_run(pytester):
    pytester.makepyfile(SUITE)
    alone, in_order, spread = (run(pytester, "-rP", *how) for how in (["-k", "own and 3"], [], ["-n", "2"]))
    alone.assert_outcomes(passed=1, deselected=9)
    for result in (in_order, spread):
        result.assert_outcomes(passed=10)
    assert buckets(in_order) == buckets(spread) and len(set(buckets(spread))) == 8
    assert set(buckets(alone)) < set(buckets(spread))
    assert buckets(alone)[0].startswith("test-each-has-its-own-3-")


def test_workers_share_a_running_server_and_runs_do_not_meet(pytester, monkeypatch):
    pytester.makepyfile(SUITE)
    with Server.start() as server:
        monkeypatch.setenv("SANDPAIL_URL", server.url)
        first, second = (run(pytester, "-rP", "-n", "2") for _ in range(2))
    for result in (first, second):
        result.assert_outcomes(passed=10)
    assert not set(buckets(first)) & set(buckets(second))


def test_a_failed_test_shows_what_the_server_logged(pytester):
    pytester.makepyfile(
        """
        import urllib.request

        def test_presigned(sandpail):
            url = sandpail.client().generate_presigned_url("list_buckets", ExpiresIn=-1)
            urllib.request.urlopen(url)
        """
    )
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Captured sandpail teardown*", "*signature refused: The URL ended 1 second ago.*"])


def test_the_server_has_the_options_of_the_conftest(pytester):
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(scope="session")
        def sandpail_options():
            return {"region": "eu-west-1"}
        """
    )
    pytester.makepyfile(
        """
        def test_region(s3, bucket):
            assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "eu-west-1"
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_names_are_those_of_buckets():
    account = "123456789012"
    assert bucket_name("test_upload[a/b-1]", account) == f"test-upload-a-b-1-{account}"
    assert bucket_name("uploads Größe", account) == f"test-uploads-gr-e-{account}"
    long = bucket_name("test_" + 30 * "ab_", account)
    assert len(long) <= 63 and re.fullmatch(r"[a-z0-9-]+", long) and "--" not in long
