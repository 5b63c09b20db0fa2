"""Start a dask scheduler here and its workers as Slurm jobs; leave it running, and give its address to grader.

    pip install 'fundamentals-grader[cluster]' dask-jobqueue cryptography
    python slurm.py --jobs 4 --cores 8
    grader run hand-ins --out results --scheduler ADDRESS      (in another terminal; the first line says ADDRESS)

Ctrl-C ends the jobs. What a cluster of yours calls its queues and accounts stands in ~/.config/dask/jobqueue.yaml. The
scheduler makes itself certificates that last as long as it does, and writes them where only you may read: the second
line it prints is the setting that lets `grader` use them.
"""

import argparse
import signal
import tempfile
from pathlib import Path

import dask
import yaml
from dask_jobqueue import SLURMCluster
from distributed.security import Security


def main() -> None:
    """Start, wait for the first worker, and stay until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=1, help="Slurm jobs, each a worker (default: 1)")
    parser.add_argument("--cores", type=int, default=4, help="hand-ins at a time in each of them (default: 4)")
    parser.add_argument("--memory", default=None, help="of each job (default: 2 GiB for each core)")
    parser.add_argument("--walltime", default="02:00:00", help="how long a job may last (default: 02:00:00)")
    parser.add_argument("--interface", default=None, help="the network between the machines, such as ib0")
    given = parser.parse_args()

    folder = Path(
        tempfile.mkdtemp(prefix="grader-cluster-", dir=Path.home())
    )  # which the nodes see, and only you enter
    cluster = SLURMCluster(
        cores=given.cores,
        processes=1,  # one worker for each job: the course is unpacked once, and graded with on every core
        memory=given.memory or f"{2 * given.cores}GiB",
        walltime=given.walltime,
        interface=given.interface,
        local_directory="/tmp",  # on the node: a course is unpacked there, in a folder for the job's user alone
        log_directory=str(folder),
        security=_certificates(folder),
        protocol="tls://",
        scheduler_options={"dashboard": False},
        worker_extra_args=["--no-dashboard"],
    )
    try:
        cluster.scale(jobs=given.jobs)
        print(f"scheduler: {cluster.scheduler_address}", flush=True)
        print(f"setting:   export DASK_CONFIG={folder / 'client.yaml'}", flush=True)
        cluster.wait_for_workers(1)
        print("the first worker is there; Ctrl-C ends all of them", flush=True)
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        cluster.close()
        for name in ("key.pem", "certificate.pem", "client.yaml"):  # the logs stay
            (folder / name).unlink(missing_ok=True)


def _certificates(folder: Path) -> Security:
    """Make a key and a certificate for this scheduler, its workers and `grader`; write the settings that name them."""
    made = Security.temporary()
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    for path, text in ((key, made.tls_client_key), (certificate, made.tls_client_cert)):
        path.touch(mode=0o600)
        path.write_text(text)
    pair = {"key": str(key), "cert": str(certificate)}
    tls = {"ca-file": str(certificate), "client": pair, "worker": pair, "scheduler": pair}
    settings = {"distributed": {"comm": {"require-encryption": True, "tls": tls}}}
    (folder / "client.yaml").write_text(yaml.safe_dump(settings))
    dask.config.update(dask.config.config, settings)
    return Security()  # of the settings


if __name__ == "__main__":
    main()
