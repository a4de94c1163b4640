# SPDX-License-Identifier: Apache-2.0
"""Runs the steps of a Dockerfile's stages, each in a root of its own.

build.py WORK DOCKERFILE CONTEXT CACHE [PROGRAM]: with PROGRAM the stage is left out that the last one copies it from.
"""

import pathlib
import subprocess
import sys

import bases
from dockerfile import Context, pairs, stages
from root import PATH, Root, call, size


class Build:
    def __init__(self, work, dockerfile, context, cache, program=None):
        self.work, self.cache, self.program = pathlib.Path(work), pathlib.Path(cache), program
        self.stages = stages(dockerfile)
        self.context = Context(context, f"{dockerfile}.dockerignore")
        self.roots = {}

    def run(self):
        codename = bases.debian(self.work / "debian")
        for stage in self.stages:
            if self.program and stage is not self.stages[-1]:
                continue
            # The last stage's folder is where the next script looks.
            root = Root(self.work / ("image" if stage is self.stages[-1] else f"stage-{len(self.roots)}"))
            call("cp", "-a", self.work / "debian", root.folder)
            bases.become(root, stage.base, codename)
            self.roots[stage.name] = root
            self.execute(stage, root)

    def execute(self, stage, root):
        environment = {"PATH": f"{bases.TOOLCHAIN_PATH}:{PATH}" if stage.base.startswith("swift:") else PATH}
        folder = "/"
        for step in stage.steps:
            print(f"--- {step}", flush=True)
            match step.name:
                case "ENV":
                    environment |= dict(pairs(step))
                case "WORKDIR":
                    folder = step.text
                    root.path(folder).mkdir(parents=True, exist_ok=True)
                case "COPY":
                    self.copy(step, root, folder)
                case "RUN":
                    self.shell(step, root, environment, folder)

    def shell(self, step, root, environment, folder):
        """A RUN; what it is to find again next time lies beside the repository."""
        mounts = [dict(part.split("=", 1) for part in value.split(",")) for key, value in step.options if key == "mount"]
        for mount in mounts:
            if mount.get("type") != "cache":
                raise SystemExit(f"Dockerfile:{step.line}: this script knows mounts of the type cache only; teach it")
            kept = self.cache / mount["target"].strip("/").replace("/", "-")
            kept.mkdir(parents=True, exist_ok=True)
            root.bind(kept, mount["target"], writable=True)
        root.run(["/bin/sh", "-c", step.text], environment, folder=folder)
        for mount in mounts:
            call("umount", root.path(mount["target"]))

    def copy(self, step, root, folder):
        *sources, target = step.words
        origin = step.option("from")
        inside = target if target.startswith("/") else f"{folder}/{target}"
        for source in sources:
            found = [self.program] if origin and self.program else self.found(source, origin)
            call("cp", "-r", "--preserve=mode,timestamps", *found, root.path(inside))

    def found(self, source, origin):
        if origin:
            return [self.roots[origin].path(source)]
        if source != ".":
            raise SystemExit(f"COPY {source}: this script copies the whole context only; teach it")
        return self.context.entries()


if __name__ == "__main__":
    build = Build(*sys.argv[1:])
    build.run()
    [image] = [build.work / "image"]
    installed = subprocess.run(["du", "-bL", image / "usr/local/bin/vote-extractor"], capture_output=True, text=True)
    print(f"base {size(build.work / 'debian')}, image {size(image)}; program {int(installed.stdout.split()[0]) / 1e6:.0f} MB")
