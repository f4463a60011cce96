"""What is built in, as a CycloneDX document: read from `cargo metadata` on standard input and from Cargo.lock.

python3 tests/sbom.py CARGO_LOCK TIME       TIME: that of the commit, in seconds since 1970

Only what the program is linked from counts, not what its tests need, nor what only runs while it is built.
"""

import datetime
import json
import sys
import tomllib
import urllib.parse
import uuid


def linked(metadata):
    """The ids of the packages that the program is linked from, and for each those that it needs itself."""
    macros = {p["id"] for p in metadata["packages"] if any("proc-macro" in target["kind"] for target in p["targets"])}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    needs = {}
    waiting = [metadata["resolve"]["root"]]
    while waiting:
        name = waiting.pop()
        if name not in needs:
            normal = [d for d in nodes[name]["deps"] if any(kind["kind"] is None for kind in d["dep_kinds"])]
            needs[name] = sorted(d["pkg"] for d in normal if d["pkg"] not in macros)
            waiting += needs[name]
    return needs


def main(lock, time):
    metadata = json.load(sys.stdin)
    with open(lock, "rb") as file:
        checksums = {(p["name"], p["version"]): p.get("checksum") for p in tomllib.load(file)["package"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    needs = linked(metadata)
    reference = {name: f"pkg:cargo/{packages[name]['name']}@{urllib.parse.quote(packages[name]['version'])}" for name in needs}

    def component(name, kind):
        package = packages[name]
        said = {"type": kind, "bom-ref": reference[name], "name": package["name"], "version": package["version"]}
        said["purl"] = reference[name]
        if package["license"]:
            # Some still write the form of before SPDX.
            said["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
        if checksum := checksums.get((package["name"], package["version"])):
            said["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        if package["repository"]:
            said["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        return said

    root = metadata["resolve"]["root"]
    order = sorted(needs, key=lambda name: reference[name])
    when = datetime.datetime.fromtimestamp(int(time), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {
        "metadata": {"timestamp": when, "component": component(root, "application")},
        "components": [component(name, "library") for name in order if name != root],
        "dependencies": [
            {"ref": reference[name], "dependsOn": sorted(reference[need] for need in needs[name])} for name in order
        ],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    json.dump(head | body, sys.stdout, indent=1)
    print()


main(*sys.argv[1:])
