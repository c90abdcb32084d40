"""Runs every command line of the ready-made integrations as their machine would, with the simulator for TikTok.

Usage: documented_commands.py PROGRAM

Each command is read from its file, so that what people copy is what is run. A command with an option that the program
calls "not in this version yet" is skipped with a word.
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "fixtures/deploy"
DEMO = json.loads((ROOT / "fixtures/demo.json").read_text())
NOT_YET = "is not in this version yet"

ANY_VERDICT = (0, 1, 3)


class NotYet(Exception):
    """The program does not have an option of the command yet."""


class Stage:
    """A machine of its own: a folder for all paths, and a `validate` in PATH that asks the simulator."""

    def __init__(self, folder, program):
        self.folder = pathlib.Path(folder)
        self.program = self.folder / "bin/validate"
        self.program.parent.mkdir()
        self.program.write_text(
            "#!/bin/sh\n"
            'case "$1" in check) shift; set -- check --simulate "$@" ;; esac\n'
            f'exec {shlex.quote(program)} "$@"\n'
        )
        self.program.chmod(0o755)
        self.work = self.folder / "work"
        self.work.mkdir()
        self.environment = {
            "PATH": f"{self.program.parent}:{pathlib.Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
        }
        (self.work / "destinations.json").write_text(json.dumps(DEMO))

    def run(self, command, expect, env=None, cwd=None):
        """Runs a command (a list, or a text for /bin/sh), whose exit status must be the expected, or one of them."""
        if isinstance(command, str):
            command = ["/bin/sh", "-c", command]
        done = subprocess.run(
            command, cwd=cwd or self.work, env={**self.environment, **(env or {})}, text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False,
        )
        for line in (done.stderr + done.stdout).splitlines():
            if NOT_YET in line:
                raise NotYet(line)
        expected = expect if isinstance(expect, tuple) else (expect,)
        assert done.returncode in expected, (
            f"{shlex.join(command)}\nexpected exit status {expect}, got {done.returncode}\n"
            f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        )
        return done


def placed(stage, text):
    """The text with the paths of the other machine below the stage's folder."""
    return re.sub(r"(?<![\w.}$])/(?=(?:etc|state|reports)/)", f"{stage.folder}/", text)


def expect_names(paths):
    """Every destination of the demo is in exactly one of the reports."""
    names = [each["name"] for path in paths for each in json.loads(path.read_text())["destinations"]]
    assert sorted(names) == sorted(each["name"] for each in DEMO["destinations"]), f"the parts hold {sorted(names)}"


def resolved(value, inputs, outputs):
    """An expression of the action, which may name inputs and outputs of earlier steps only."""
    def one(match):
        names = match[1].split(".")
        if names[0] == "inputs":
            return inputs[names[1]]
        assert names[0] == "steps" and names[2] == "outputs", match[0]
        return outputs.get(names[1], {}).get(names[3], "")
    return re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", one, value)


def run_action(stage, expect, **given):
    """Runs the shell steps of the action with the environment that they get, and gives its outputs."""
    action = yaml.safe_load((ROOT / ".github/actions/validate/action.yml").read_text())
    inputs = {name: each.get("default", "") for name, each in action["inputs"].items()}
    given = {name.replace("_", "-"): value for name, value in given.items()}
    assert given.keys() <= inputs.keys(), given.keys() - inputs.keys()
    inputs |= given
    inputs["binary"] = str(stage.program)
    outputs = {}
    runner = stage.folder / "runner"
    runner.mkdir(exist_ok=True)
    for index, step in enumerate(action["runs"]["steps"]):
        assert "${{" not in step.get("run", ""), "an input must not be put into a script"
        # Those with a condition are for programs that are built.
        if "run" not in step or "if" in step:
            continue
        files = {name: runner / f"{name}-{index}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("")
        script = runner / "step.sh"
        script.write_text(step["run"])
        env = {name: resolved(value, inputs, outputs) for name, value in step.get("env", {}).items()}
        env |= {name: str(path) for name, path in files.items()}
        env |= {
            "GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(runner),
            "GITHUB_ACTION_PATH": str(ROOT / ".github/actions/validate"),
        }
        is_last = index == len(action["runs"]["steps"]) - 1
        stage.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], expect if is_last else 0, env)
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        outputs[step.get("id", "")] = dict(line.split("=", 1) for line in lines)
    answers = {name: resolved(each["value"], inputs, outputs) for name, each in action["outputs"].items()}
    return answers, files["GITHUB_STEP_SUMMARY"].read_text()


def github_action(stage):
    answers, summary = run_action(stage, 1, config="destinations.json\n", sarif="out.sarif", junit="out.xml")
    assert (answers["status"], answers["exit-code"]) == ("unhealthy", "1"), answers
    assert json.loads(pathlib.Path(answers["report"]).read_text())["status"] == "unhealthy"
    assert (stage.work / "out.sarif").stat().st_size and (stage.work / "out.xml").stat().st_size
    assert summary, "there must be a summary"


def github_action_example(stage):
    """The step of the example workflow: the demo has mistakes that show offline."""
    job = yaml.safe_load((DEPLOY / "github-action.yml").read_text())["jobs"]["destinations"]
    step, = [step for step in job["steps"] if step.get("id") == "validate"]
    answers, _ = run_action(stage, 1, **step["with"])
    assert answers["status"] == "unhealthy", answers
    assert (stage.work / step["with"]["sarif"]).stat().st_size


def github_action_when_healthy(stage):
    (stage.work / "with a space.json").write_text(json.dumps(DEMO))
    answers, summary = run_action(
        stage, 0, config="with a space.json", args="--destination\nhealthy\n\n-v", summary="false"
    )
    assert (answers["status"], answers["exit-code"]) == ("healthy", "0"), answers
    assert not summary, "no summary was asked for"


def github_action_reads_no_input_as_shell(stage):
    for text in ("$(touch pwned)", "`touch pwned`", "; touch pwned #", "' || touch pwned '", '"; touch pwned; "', "-- *"):
        run_action(stage, 2, config=text)
        run_action(stage, 2, config="destinations.json", args=text)
        run_action(stage, 2, config="destinations.json", on_unknown=text)
        run_action(stage, 2, config="destinations.json", summary=text)
    assert not list(stage.folder.rglob("pwned")), "an input was read as shell"


def github_matrix(stage):
    jobs = yaml.safe_load((DEPLOY / "github-matrix.yml").read_text())["jobs"]
    for job in jobs.values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "an expression must not be put into a script"
    check, = [step["run"] for step in jobs["shard"]["steps"] if "run" in step]
    shards = jobs["shard"]["strategy"]["matrix"]["shard"]
    reports = [stage.work / f"report-{shard}.json" for shard in shards]
    for shard, report in zip(shards, reports):
        stage.run(check, ANY_VERDICT, {"SHARD": str(shard)})
        assert report.exists(), f"shard {shard} left no report"
    expect_names(reports)
    merge, = [step["run"] for step in jobs["verdict"]["steps"] if "run" in step]
    stage.run(merge, 1)


def gitlab(stage):
    job = yaml.safe_load((DEPLOY / "gitlab-ci.yml").read_text())["destinations"]
    for line in job["script"]:
        stage.run(line, 1)
    for path in job["artifacts"]["reports"].values():
        assert (stage.work / path).stat().st_size, f"{path} is empty"


def jenkins(stage):
    text = (DEPLOY / "Jenkinsfile").read_text()
    commands = re.findall(r"script: '([^']*)'", text)
    assert len(commands) == text.count("sh("), "every command must be found"
    for command in commands:
        stage.run(command, 1)
    for path in re.findall(r"junit '([^']*)'", text):
        assert (stage.work / path).stat().st_size, f"{path} is empty"


def pre_commit(stage):
    """The hook in a repository of its own, where no variable that the config names is set."""
    hooks, repository = stage.folder / "hooks", stage.folder / "repository"
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    for folder in (hooks, repository):
        folder.mkdir()
        stage.run(["git", "init", "-q", "-b", "main"], 0, cwd=folder)
    (hooks / ".pre-commit-hooks.yaml").write_text((ROOT / ".pre-commit-hooks.yaml").read_text())
    stage.run(["git", "add", "-A"], 0, cwd=hooks)
    stage.run(["git", *who, "commit", "-q", "-m", "hooks"], 0, cwd=hooks)
    destination = DEMO["destinations"][1] | {"access_token": "${env:NOT_SET_HERE}"}
    (repository / "package.json").write_text("{}")
    for pixel, expect in ((destination["pixel_id"], 0), (destination["pixel_id"] + " ", 1)):
        (repository / "destinations.json").write_text(json.dumps({"destinations": [destination | {"pixel_id": pixel}]}))
        stage.run(["git", "add", "-A"], 0, cwd=repository)
        done = stage.run(
            ["pre-commit", "try-repo", str(hooks), "validate-offline", "--all-files"], expect, cwd=repository
        )
        assert ("surrounding-whitespace" in done.stdout) == (expect == 1), done.stdout


def systemd(stage):
    """ExecStart, with its state below a link, as systemd lays it for a dynamic user."""
    unit = (DEPLOY / "systemd/validate.service").read_text()
    command, = re.findall(r"^ExecStart=/usr/local/bin/(validate .*)$", unit, re.MULTILINE)
    (stage.folder / "private").mkdir(mode=0o700)
    state = stage.folder / "state-directory"
    state.symlink_to("private")
    (stage.folder / "etc/validate").mkdir(parents=True)
    (stage.folder / "etc/validate/destinations.json").write_text(json.dumps(DEMO))
    words = shlex.split(placed(stage, command.replace("${STATE_DIRECTORY}", str(state))))
    assert "$" not in "".join(words), words
    for _ in range(2):
        stage.run(words, 1)
    assert (stage.folder / "private/state.json").exists(), "there must be a state"


def crontab(stage):
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line and not line.startswith("#")]
    jobs = [line for line in lines if not re.match(r"^[A-Z]+=", line)]
    stub = stage.program.parent / "tell-on-call"
    stub.write_text('#!/bin/sh\ncat >"$HOME/told"\n')
    stub.chmod(0o755)
    (stage.folder / ".validate").mkdir(mode=0o700)
    (stage.folder / ".validate/destinations.json").write_text(json.dumps(DEMO))
    for line in jobs:
        fields = line.split(None, 5)
        assert re.fullmatch(r"[1-9][0-9]?", fields[0]) and int(fields[0]) < 60, "the minute must be spread"
        assert all(re.fullmatch(r"[0-9*,/-]+", field) for field in fields[1:5]), line
        # To cron a percent sign is the end of the line.
        assert "%" not in fields[5], line
        for _ in range(2):
            done = stage.run(fields[5], 1)
            assert not done.stdout and not done.stderr, "cron would send a mail for this"
    assert (stage.folder / ".validate/state.json").exists(), "there must be a state"


def manifest(name, kind):
    documents = yaml.safe_load_all((DEPLOY / "kubernetes" / name).read_text())
    return next(each for each in documents if each["kind"] == kind)


def container_command(stage, container):
    """What a container runs: the entry point of the image, unless it has a command of its own."""
    words = container.get("command", [str(stage.program)]) + container.get("args", [])
    return [placed(stage, word) for word in words]


def expect_policy(job):
    """The rules on exit statuses name the container whose status they mean."""
    pod = job["template"]["spec"]
    for rule in job["podFailurePolicy"]["rules"]:
        named = rule.get("onExitCodes", {}).get("containerName", pod["containers"][0]["name"])
        assert named == pod["containers"][0]["name"], named


def kubernetes_config(stage):
    """The example config, with the token in the file where the Secret puts it."""
    (stage.folder / "run/secrets/tiktok").mkdir(parents=True)
    token = stage.folder / "run/secrets/tiktok/shop-eu-token"
    token.write_text(DEMO["destinations"][1]["access_token"])
    token.chmod(0o440)
    text = manifest("config.yaml", "ConfigMap")["data"]["destinations.json"]
    (stage.work / "destinations.json").write_text(text.replace("/run/", f"{stage.folder}/run/"))
    stage.run("validate check destinations.json", 0)


def kubernetes_shards(stage):
    for folder in ("reports", "etc/validate"):
        (stage.folder / folder).mkdir(parents=True)
    (stage.folder / "etc/validate/destinations.json").write_text(json.dumps(DEMO))
    job = manifest("indexed-job.yaml", "Job")["spec"]
    expect_policy(job)
    for index in range(job["completions"]):
        command = container_command(stage, job["template"]["spec"]["containers"][0])
        stage.run(command, ANY_VERDICT, {"JOB_COMPLETION_INDEX": str(index)})
    expect_names([stage.folder / f"reports/report-{index + 1}.json" for index in range(job["completions"])])
    verdict = manifest("merge-job.yaml", "Job")["spec"]["template"]["spec"]["containers"][0]
    stage.run(container_command(stage, verdict), 1)


def kubernetes_cron(stage):
    job = manifest("cronjob.yaml", "CronJob")["spec"]["jobTemplate"]["spec"]
    expect_policy(job)
    pod = job["template"]["spec"]
    for folder in ("state", "etc/validate"):
        (stage.folder / folder).mkdir(parents=True)
    # As many volumes are; a state is not read there, but in the folder that the first container makes.
    (stage.folder / "state").chmod(0o777)
    (stage.folder / "etc/validate/destinations.json").write_text(json.dumps(DEMO))
    for _ in range(2):
        stage.run(container_command(stage, pod["initContainers"][0]), 0)
        stage.run(container_command(stage, pod["containers"][0]), 1)
    assert (stage.folder / "state/validate/state.json").exists(), "there must be a state"


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    failed = 0
    for check in (
        github_action, github_action_example, github_action_when_healthy, github_action_reads_no_input_as_shell,
        github_matrix, gitlab, jenkins, pre_commit, systemd, crontab, kubernetes_config, kubernetes_shards, kubernetes_cron,
    ):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(Stage(folder, program))
                print(f"ran      {check.__name__}")
            except NotYet as reason:
                print(f"skipped  {check.__name__}: {reason}")
            except (AssertionError, OSError, KeyError, ValueError, subprocess.SubprocessError) as failure:
                failed += 1
                print(f"FAILED   {check.__name__}: {type(failure).__name__}: {failure}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
