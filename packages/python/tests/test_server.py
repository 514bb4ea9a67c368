"""A server as a program has it: started, found, used, ended."""

import gc
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request

import pytest
from botocore.exceptions import ClientError

import sandpail
from sandpail import Endpoint, Refused, Server, StartError, _process


@pytest.fixture(autouse=True)
def no_running_server(monkeypatch):
    """Whatever the environment of these tests says."""
    monkeypatch.delenv("SANDPAIL_URL", raising=False)


@pytest.fixture
def server():
    with Server.start() as server:
        yield server


def serves(url):
    try:
        with urllib.request.urlopen(f"{url}/_sandpail/ready", timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


def code(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"]


def script(tmp_path, text):
    """Something that is started in the place of the binary."""
    path = tmp_path / "script"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_it_serves_while_it_is_needed():
    with Server.start(bucket="photos") as server:
        s3 = server.client()
        s3.put_object(Bucket="photos", Key="hello.txt", Body=b"hello")
        assert s3.get_object(Bucket="photos", Key="hello.txt")["Body"].read() == b"hello"
    assert not serves(server.url)
    server.stop()


def test_it_has_the_options_that_it_is_given():
    options = {"region": "eu-west-1", "access_key": "mine", "secret_key": "secret"}
    with Server.start(bucket=["one", "two"], **options, tls=False, host_alias=["a", "b"]) as server:
        s3 = server.client()
        assert [s3.head_bucket(Bucket=name)["BucketRegion"] for name in ("one", "two")] == 2 * ["eu-west-1"]
        server.create_bucket("three")
        assert s3.get_bucket_location(Bucket="three")["LocationConstraint"] == "eu-west-1"
        assert code(server.client(aws_secret_access_key="other").list_buckets) == "SignatureDoesNotMatch"
        log = server.log()
        assert "signature refused" in log and server.logged == len(log.encode())
        assert server.log(server.logged) == ""


def test_of_the_environment_it_knows_only_what_it_is_told(monkeypatch):
    for name in ("AWS_REGION", "SANDPAIL_REGION", "MINIO_REGION", "DEFAULT_REGION"):
        monkeypatch.setenv(name, "eu-west-1")
    for family in ("AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY", "MINIO_ROOT_USER MINIO_ROOT_PASSWORD"):
        for name in family.split():
            monkeypatch.setenv(name, "of-the-environment")
    with Server.start(env={"SANDPAIL_BUCKET": "told"}) as server:
        assert server.client(aws_access_key_id="any").head_bucket(Bucket="told")["BucketRegion"] == "us-east-1"
    with Server.start(env={"SANDPAIL_REGION": "eu-west-1"}) as server:
        assert server.region == "eu-west-1"


def test_what_is_wrong_is_said():
    with pytest.raises(StartError, match=r"^sandpail: unexpected argument '--buckets' found"):
        Server.start(buckets="photos")
    with pytest.raises(StartError, match=r"^sandpail: .*Photos"):
        Server.start(bucket="Photos")


def test_one_that_does_not_become_ready_is_ended(monkeypatch, tmp_path):
    silent = script(tmp_path, "exec sleep 60")
    monkeypatch.setattr(_process, "find", lambda: silent)
    monkeypatch.setattr(_process, "STARTS_WITHIN", 0.2)
    with pytest.raises(StartError, match="it said nothing, and ended with -9"):
        Server.start()
    monkeypatch.setattr(_process, "find", lambda: tmp_path)
    with pytest.raises(StartError, match="Permission denied"):
        Server.start()


def test_one_that_does_not_end_is_killed(monkeypatch, tmp_path):
    deaf = script(tmp_path, "trap '' TERM\necho sandpail ready on http://127.0.0.1:$$\nwhile :; do sleep 0.1; done")
    monkeypatch.setattr(_process, "find", lambda: deaf)
    monkeypatch.setattr(_process, "ENDS_WITHIN", 0.2)
    server = Server.start()
    pid = int(server.url.rpartition(":")[2])
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, 0)
    server.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_ends_when_nobody_holds_it():
    url = Server.start().url
    gc.collect()
    assert not serves(url)


@pytest.mark.parametrize("end", ["", "raise SystemExit(1)", "1 / 0"])
def test_it_ends_with_python(end):
    program = f"import sandpail\nserver = sandpail.Server.start()\nprint(server.url)\n{end}"
    url = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    assert url.startswith(b"http://127.0.0.1:") and not serves(url.decode().strip())


def test_a_fork_leaves_it_alone():
    program = """
import os, sandpail, sys
server = sandpail.Server.start()
if os.fork() == 0:
    sys.exit()
os.wait()
server.client().list_buckets()
"""
    subprocess.run([sys.executable, "-W", "ignore::DeprecationWarning", "-c", program], check=True)


def test_a_fresh_account_owns_nothing_and_is_the_same_each_time(server):
    first, second, other = (server.fresh_account(label) for label in ("a", "a", "b"))
    assert len({first.access_key, second.access_key, other.access_key}) == 3
    assert all(len(one.access_key) == 12 and one.access_key.isdigit() for one in (first, second, other))
    first.create_bucket("photos")
    names = [[bucket["Name"] for bucket in one.client().list_buckets()["Buckets"]] for one in (first, second)]
    assert names == [["photos"], []]
    with pytest.raises(Refused, match=rf"^PUT {server.url}/photos: 409 BucketAlreadyExists: "):
        second.create_bucket("photos")
    with Server.start() as again:
        assert [again.fresh_account(label).access_key for label in "aab"] == [
            one.access_key for one in (first, second, other)
        ]


def test_a_server_with_keys_knows_no_other_accounts():
    with Server.start(access_key="mine", secret_key="secret") as server:
        with pytest.raises(Refused, match="403 InvalidAccessKeyId"):
            server.fresh_account()
    with Server.start(access_key="mine", secret_key="secret", verify=False) as server:
        server.fresh_account().create_bucket("photos")


def test_a_running_server_is_used(server, monkeypatch):
    monkeypatch.setenv("SANDPAIL_URL", server.url + "/")
    with Server.start(bucket="photos") as same:
        assert same.url == server.url
        earlier = same.fresh_account("test")
        earlier.create_bucket("leftover")
        assert (same.log(), same.logged) == ("", 0)
    server.client().head_bucket(Bucket="photos")
    later = Server.start().fresh_account("test")
    assert later.access_key != earlier.access_key
    with Server.start(region="eu-west-1") as own:
        assert own.url != server.url


def test_a_server_that_does_not_run_is_said(monkeypatch):
    monkeypatch.setenv("SANDPAIL_URL", "http://127.0.0.1:1")
    with pytest.raises(Refused, match="^GET http://127.0.0.1:1/: .*Connection refused"):
        Server.start().fresh_account()


def test_variables_lead_sdks_to_it(server, tmp_path):
    endpoint = server.fresh_account()
    endpoint.create_bucket("photos")
    program = "import boto3; print(boto3.client('s3').list_buckets()['Buckets'][0]['Name'])"
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **endpoint.env()}
    assert subprocess.check_output([sys.executable, "-c", program], env=env) == b"photos\n"


def test_it_speaks_https():
    with Server.start(tls=True) as server:
        endpoint = server.fresh_account()
        endpoint.create_bucket("photos")
        ca = urllib.request.urlopen(f"http{server.url[5:]}/_sandpail/ca.pem", timeout=10).read()
        with tempfile.NamedTemporaryFile() as file:
            file.write(ca)
            file.flush()
            assert endpoint.client(verify=file.name).list_buckets()["Buckets"][0]["Name"] == "photos"


def test_a_profile_of_the_user_changes_nothing(server, monkeypatch, tmp_path):
    (tmp_path / "config").write_text("[profile mine]\nregion = eu-west-1\ns3 =\n  addressing_style = virtual\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for profile in ("mine", "none"):
        monkeypatch.setenv("AWS_PROFILE", profile)
        assert server.client().list_buckets()["Buckets"] == []
        assert server.client().meta.region_name == "us-east-1"


def test_secrets_are_not_printed():
    endpoint = Endpoint("http://s3", access_key="mine", secret_key="hidden")
    assert repr(endpoint) == "<Endpoint http://s3 us-east-1 mine>"


def test_it_can_be_reset():
    with Server.start(bucket="initial") as server:
        server.create_bucket("later")
        server.reset()
        assert [bucket["Name"] for bucket in server.client().list_buckets()["Buckets"]] == ["initial"]


def test_all_that_is_promised_is_there():
    assert all(hasattr(sandpail, name) for name in sandpail.__all__)
