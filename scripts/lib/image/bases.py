# SPDX-License-Identifier: Apache-2.0
"""Makes the base images that a Dockerfile names out of Debian's packages and the toolchain of this machine."""

import pathlib
import re
import shutil
import subprocess

from root import Root, call

# Where roots with a toolchain have it, and its programs.
TOOLCHAIN = "/toolchain"
TOOLCHAIN_PATH = f"{TOOLCHAIN}/usr/bin"

# What slim images leave out.
LEFT_OUT = [f"/usr/share/{name}/*" for name in ("doc", "groff", "info", "linda", "lintian", "locale", "man")]

# What the Swift image has beside its toolchain: what compiler, linker and package manager call.
SWIFT = """
    binutils gcc git libcurl4-openssl-dev libedit-dev libicu-dev libncurses-dev libpython3-dev libsqlite3-dev
    libstdc++-12-dev libxml2-dev pkg-config tzdata uuid-dev
""".split()


def debian(folder):
    """A Debian as slim images have it, from where this machine has its packages."""
    [codename] = re.findall(r"^VERSION_CODENAME=(.*)$", pathlib.Path("/etc/os-release").read_text(), flags=re.M)
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    ours = sorted({line for line in lines if re.match(rf"\S+ {codename}(-security|-updates)? main$", line)})
    [mirror] = [line.split()[0] for line in ours if line.split()[1] == codename]
    call("debootstrap", "--variant=minbase", codename, folder, mirror)
    root = Root(folder)
    root.path("etc/apt/sources.list").write_text("".join(f"deb {line}\n" for line in ours))
    rules = "".join(f"path-exclude {pattern}\n" for pattern in LEFT_OUT)
    root.path("etc/dpkg/dpkg.cfg.d/slim").write_text(rules)
    for pattern in LEFT_OUT:
        for path in root.folder.glob(pattern.lstrip("/")):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    archives = "/var/cache/apt/archives"
    for package in root.path(archives).glob("*.deb"):
        package.unlink()
    root.path("etc/apt/apt.conf.d/slim").write_text(f'DPkg::Post-Invoke {{ "rm -f {archives}/*.deb"; }};\n')
    return codename


def become(root, base, codename):
    """Turns a fresh Debian into the base image of that name."""
    root.mount_system()
    if base == f"debian:{codename}-slim":
        return
    match = re.fullmatch(rf"swift:([\d.]+)-{codename}", base)
    if not match:
        raise SystemExit(f"FROM {base}: this script can make debian:{codename}-slim and swift:…-{codename} only; teach it")
    swift(root, match[1])


def swift(root, version):
    """The toolchain of this machine, where the image has its own; and the ways by which this machine's git goes."""
    toolchain = pathlib.Path(shutil.which("swift")).resolve().parents[2]
    told = subprocess.run(["swift", "--version"], check=True, capture_output=True, text=True).stdout
    if f"Swift version {version}" not in told:
        print(f"! FROM swift:{version}, but this machine has {told.splitlines()[0]}", flush=True)
    root.run(["apt-get", "-q", "update"], {})
    root.run(["apt-get", "-q", "install", "-y", *SWIFT], {"DEBIAN_FRONTEND": "noninteractive"})
    root.bind(toolchain, TOOLCHAIN)
    git = subprocess.run(["git", "config", "--get-regexp", r"^url\..*\.insteadof$"], capture_output=True, text=True).stdout
    for name, prefix in (line.split(" ", 1) for line in git.splitlines()):
        source = name.removeprefix("url.").removesuffix(".insteadof")
        call("git", "config", "--file", root.path("root/.gitconfig"), "--add", name, prefix)
        if pathlib.Path(source).is_dir() and not root.path(source).exists():
            root.bind(source, source)
