"""What Établi carries of others' work: fetched, cut and checked by one command.

`python -m vendor.renew` fetches the pinned packages and writes the vendored files again;
`python -m vendor.renew --check` only compares the files with their manifests, without network.
To take a newer version, change its number in `renew.py`, run it, and look at the pages.
"""
