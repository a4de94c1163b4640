# SPDX-License-Identifier: Apache-2.0
"""Decides how many replicas there shall be, as KEDA and the HorizontalPodAutoscaler do with one ScaledObject.

Follows kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale (algorithm, tolerance, behaviour) and
keda.sh/docs/concepts/scaling-deployments (activation, cooldown). Times are seconds of the simulated cluster.
"""

import collections
import math

HPA_SYNC = 15
TOLERANCE = 0.1
# No policy may have a longer period.
LONGEST_PERIOD = 1800


class Autoscaler:
    """Fed with the formula's value as time goes by; says how many replicas are wanted."""

    def __init__(self, spec, target, maximum):
        behavior = spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]
        self.polling, self.cooldown = spec["pollingInterval"], spec["cooldownPeriod"]
        self.minimum, self.maximum, self.target = spec["minReplicaCount"], maximum, target
        self.activation = float(spec["advanced"]["scalingModifiers"]["activationTarget"])
        self.up, self.down = behavior["scaleUp"], behavior["scaleDown"]
        self.replicas = self.minimum
        self._recommendations = collections.deque()
        self._changes = collections.deque()
        self._last_active = -math.inf
        self._next_poll = self._next_sync = 0

    def due(self, now):
        """Whether KEDA or the HPA looks at the value now."""
        return now >= min(self._next_poll, self._next_sync)

    def look(self, now, value):
        """Takes the value of the formula; gives the replicas wanted."""
        if now >= self._next_poll:
            self._next_poll = now + self.polling
            self._activate(now, value)
        if now >= self._next_sync:
            self._next_sync = now + HPA_SYNC
            if self.replicas > 0:
                self._scale(now, value)
        return self.replicas

    def _activate(self, now, value):
        """KEDA's part: from none to one, and to none when nothing was there for the time of the cooldown."""
        if value > self.activation:
            self._last_active = now
            self.replicas = max(self.replicas, 1)
        elif self.minimum == 0 and now - self._last_active >= self.cooldown:
            self.replicas = 0
            self._recommendations.clear()

    def _scale(self, now, value):
        """The HPA's part, between one and the maximum."""
        ratio = value / (self.target * self.replicas)
        wanted = self.replicas if abs(ratio - 1) <= TOLERANCE else math.ceil(value / self.target)
        wanted = min(max(wanted, 1, self.minimum), self.maximum)
        self._recommendations.append((now, wanted))
        self._forget(self._recommendations, now, max(self.up["stabilizationWindowSeconds"], self.down["stabilizationWindowSeconds"]))
        least = min(count for at, count in self._recommendations if now - at <= self.up["stabilizationWindowSeconds"])
        most = max(count for at, count in self._recommendations if now - at <= self.down["stabilizationWindowSeconds"])
        stable = min(max(self.replicas, least), most)
        before = self.replicas
        if stable > before:
            self.replicas = min(stable, max(self._limit(now, self.up, 1), before))
        elif stable < before:
            self.replicas = max(stable, min(self._limit(now, self.down, -1), before))
        if self.replicas != before:
            self._changes.append((now, self.replicas - before))

    def _limit(self, now, rules, sign):
        """How far the policies let it go now; of several the one that allows most."""
        self._forget(self._changes, now, LONGEST_PERIOD)
        limits = []
        for policy in rules["policies"]:
            period = policy["periodSeconds"]
            changed = sum(by for at, by in self._changes if now - at < period and by * sign > 0)
            begin = self.replicas - changed
            amount = policy["value"] if policy["type"] == "Pods" else math.ceil(begin * policy["value"] / 100)
            limits.append(begin + sign * amount)
        return max(limits) if sign > 0 else max(min(limits), 0)

    @staticmethod
    def _forget(entries, now, seconds):
        while entries and now - entries[0][0] > seconds:
            entries.popleft()
