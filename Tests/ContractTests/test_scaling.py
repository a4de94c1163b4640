# SPDX-License-Identifier: Apache-2.0
"""deploy/kubernetes/overlays/keda: what its ScaledObject does, decided as KEDA and the HPA decide, with real workers."""

import sys
import unittest

from support import ROOT, installed, program

sys.path.insert(0, str(ROOT / "Tests/ScaleSimulation"))

from autoscaler import Autoscaler  # noqa: E402
from simulate import flawless, scaled_object, settings, simulate  # noqa: E402


class Decisions(unittest.TestCase):
    def setUp(self):
        self.scaler = Autoscaler(scaled_object(), target=16, maximum=40)

    def history(self, begin, end, value):
        """The replicas at each look from one second to another, while the formula has this value."""
        return [self.scaler.look(now, value) for now in range(begin, end, 5) if self.scaler.due(now)]

    def test_nothing_to_do_needs_nobody(self):
        self.assertEqual(set(self.history(0, 600, 0)), {0})

    def test_one_job_wakes_one_worker(self):
        self.assertEqual(self.history(0, 600, 1)[-1], 1)

    def test_a_burst_doubles_the_workers_each_half_minute_up_to_the_most(self):
        seen = self.history(0, 300, 100_000)
        self.assertEqual(sorted(set(seen)), [5, 10, 20, 40])

    def test_less_than_a_tenth_changes_nothing(self):
        self.history(0, 300, 10 * 16)
        self.assertEqual(set(self.history(300, 1200, 10 * 16 * 0.91)), {10})

    def test_fewer_are_wanted_only_after_five_minutes_and_then_two_a_minute(self):
        self.history(0, 600, 10 * 16)
        seen = self.history(600, 895, 3 * 16)
        self.assertEqual(set(seen), {10})
        self.assertEqual(sorted(set(self.history(895, 1000, 3 * 16)), reverse=True), [8, 6])
        self.assertEqual(self.history(1000, 1200, 3 * 16)[-1], 3)

    def test_the_last_go_when_nothing_was_there_for_five_minutes(self):
        self.history(0, 600, 16)
        self.assertEqual(set(self.history(600, 890, 0)), {1})
        self.assertEqual(self.history(890, 1200, 0)[-1], 0)


@unittest.skipUnless(installed("redis-server"), "needs redis-server")
@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class Simulation(unittest.TestCase):
    def test_a_burst_is_done_and_scaling_down_costs_no_job(self):
        small = ["--jobs=300", "--max-replicas=3", "--concurrency=4", "--model-seconds=6", "--speed=30", "--stream-minutes=7"]
        small += ["--most-minutes=5"]
        report = simulate(settings(small), out=lambda _: None)
        self.assertTrue(flawless(report), report)
        self.assertEqual((report["most replicas"], report["workers started"]), (3, 3))


if __name__ == "__main__":
    unittest.main()
