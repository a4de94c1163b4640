# SPDX-License-Identifier: Apache-2.0
"""Our queue beside others on the same machine: throughput, and what a kill -9 costs."""

import argparse
import collections
import os
import pathlib
import statistics

import kills
import roster
import throughput


def main():
    options = _options()
    peers = [peer for peer in roster.installed(options.environments, options.binary) if peer.name in options.only]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if options.mode == "throughput":
        _throughput(peers, options.rounds)
    else:
        _kills(peers, options)
    print(f"load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    names = [roster.OURS, "Sidekiq", "arq", "RQ", "Celery"]
    parser = argparse.ArgumentParser(prog="scripts/bench-peers", description=__doc__)
    parser.add_argument("mode", choices=["throughput", "kill"])
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="these queues")
    parser.add_argument("--rounds", type=int, default=3, help="throughput: rounds, in which all take turns (3)")
    parser.add_argument("--jobs", type=int, default=300, help="kill: jobs of 0.2 s (300)")
    parser.add_argument("--kills", type=int, default=5, help="kill: workers that are killed (5)")
    parser.add_argument("--wait", type=float, default=60, help="kill: seconds after which a job counts as lost (60)")
    parser.add_argument("--seed", type=int, default=7, help="kill: when and whom")
    parser.add_argument("--environments", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--binary", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def _throughput(peers: list[roster.Peer], rounds: int):
    results: dict[str, list[throughput.Round]] = collections.defaultdict(list)
    for _ in range(rounds):
        for peer in peers:
            result = throughput.measure(peer, peer.jobs)
            results[peer.name].append(result)
            print(f"{peer.name}: {result.rate:.0f} jobs/s", flush=True)
    _head("queue", "slots", "jobs/s, median (least–most)", "worker CPU µs/job", "Redis CPU µs/job", "commands/job", "MB")
    for peer in peers:
        rates = [result.rate for result in results[peer.name]]
        medians = [
            statistics.median(getattr(result, name) for result in results[peer.name])
            for name in ("worker_microseconds", "redis_microseconds", "commands", "memory")
        ]
        print(
            f"| {peer.name} {peer.version} | {peer.concurrency} "
            f"| {statistics.median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f}) "
            f"| {medians[0]:.0f} | {medians[1]:.0f} | {medians[2]:.1f} | {medians[3]:.0f} |"
        )


def _kills(peers: list[roster.Peer], options: argparse.Namespace):
    _head("queue", "jobs", "kills", "cut off in mid-run", "lost", "ended twice", "last end after the last kill")
    for peer in peers:
        jobs = options.jobs // 4 if peer.concurrency == 1 else options.jobs
        result = kills.measure(peer, jobs, options.kills, options.wait, options.seed)
        lost = f"{result.lost}" + (f" (waited {result.waited:.0f} s)" if result.lost else "")
        print(
            f"| {peer.name} {peer.version} | {result.jobs} | {result.kills} | {result.cut} | {lost} "
            f"| {result.ended_twice} | {result.last_end:.1f} s |",
            flush=True,
        )


def _head(*columns: str):
    print(f"\n| {' | '.join(columns)} |")
    print("|" + "---|" * len(columns))


if __name__ == "__main__":
    main()
