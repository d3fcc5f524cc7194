#!/usr/bin/env python3
"""Runs the shell steps of a CI template here, as its service would: with its inputs and variables, in a folder of its own.

  run_template.py github ACTION.yml OUT NAME=VALUE...    the composite action, with these inputs
  run_template.py gitlab TEMPLATE.yml OUT NAME=VALUE...  the script of .gauntlet, with these variables

Steps that are the service's own (caches, uploads) are passed over, and named. The exit code is that of the first step
that fails; those with `if: always()` run all the same. Exits 77 where PyYAML is missing.
"""
import os
import re
import shutil
import subprocess
import sys

try:
    import yaml
except ImportError:
    print("PyYAML is not installed; install it with: apt-get install python3-yaml")
    sys.exit(77)


def shell(script, environment, folder, command):
    print("+", script.strip().splitlines()[0], "…", flush=True)
    return subprocess.run(command + [script], env={**os.environ, **environment}, cwd=folder, check=False).returncode


def run_github(template, folder, given):
    values = {"github.action_path": os.path.dirname(template), "runner.temp": folder}
    for name, declared in template_of(template)["inputs"].items():
        if declared.get("required") and name not in given:
            sys.exit(f"the input {name} is required")
        values["inputs." + name] = given.get(name, declared.get("default", ""))

    def fill(text):
        return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda found: values[found.group(1)], str(text))

    summary = os.path.join(folder, "summary-of-the-job")
    verdict = 0
    for step in template_of(template)["runs"]["steps"]:
        if "uses" in step:
            print("-", step["name"], "is GitHub's:", step["uses"])
        elif verdict == 0 or step.get("if") == "always()":
            environment = {name: fill(value) for name, value in step.get("env", {}).items()}
            environment["GITHUB_STEP_SUMMARY"] = summary
            # As the runner starts `shell: bash`.
            command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"]
            verdict = shell(step["run"], environment, folder, command) or verdict
    return verdict


def run_gitlab(template, folder, given):
    job = template_of(template)[".gauntlet"]
    variables = {**job["variables"], **given}
    variables["CCACHE_DIR"] = os.path.join(folder, "ccache")
    # What before_script does is done: Gauntlet is there.
    print("- before_script installs packages and clones Gauntlet")
    os.symlink(os.path.abspath(os.path.join(os.path.dirname(template), "../..")), os.path.join(folder, ".gauntlet"))
    return shell("\n".join(job["script"]), variables, folder, ["sh", "-e", "-c"])


def template_of(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def main():
    kind, template, folder, *pairs = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    given = dict(pair.split("=", 1) for pair in pairs)
    runners = {"github": run_github, "gitlab": run_gitlab}
    verdict = runners[kind](os.path.abspath(template), folder, given)
    print("exit code", verdict)
    sys.exit(verdict)


main()
