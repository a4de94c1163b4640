-- SPDX-License-Identifier: Apache-2.0
-- KEYS: the dead letters' eight
-- Returns: now ms, letters, their bytes, letters dropped for their count, their age, their bytes
return totals_of(dead_letters(1), now_ms())
