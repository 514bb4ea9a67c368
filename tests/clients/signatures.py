"""Everything that signs in boto3, at its default settings: URL accept|verify [HTTPS_URL]."""

import callers
import forms
import signed_bodies
import signed_objects
import signed_urls

STEPS = {
    "buckets": signed_objects.buckets,
    "odd keys": signed_objects.objects,
    "copies of odd keys": signed_objects.copies,
    "listing": signed_objects.listing,
    "an empty body": signed_bodies.empty,
    "a body from a file": signed_bodies.file,
    "a body from a stream": signed_bodies.stream,
    "a body in parts": signed_bodies.parts,
    "the older signature": signed_objects.older,
    "presigned reads": signed_urls.reads,
    "presigned overrides": signed_urls.overrides,
    "presigned writes": signed_urls.writes,
    "presigned parts": signed_urls.parts,
    "expired URLs": signed_urls.expired,
    "tampered URLs": signed_urls.tampered,
    "headers that nobody signed": signed_urls.unsigned,
    "forms": forms.forms,
    "forms over their limits": forms.limits,
    "expired forms": forms.expired,
    "forms of strangers": forms.strangers,
    "strangers": callers.strangers,
    "nobody": callers.nobody,
    "a session": callers.session,
    "a clock that is wrong": callers.clocks,
    "virtual-host style": callers.virtual,
    "TLS": signed_bodies.secure,
    "deletions": signed_objects.deletions,
}

for name, run in STEPS.items():
    run()
    print(f"{name}: ok", flush=True)
