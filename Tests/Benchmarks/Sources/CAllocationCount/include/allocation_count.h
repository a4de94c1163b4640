// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <stdbool.h>

/// Counts the blocks asked from malloc and its kin, by all threads of the process, while it is switched on.
void allocation_count_switch(bool on);

/// Blocks counted so far.
unsigned long allocation_count(void);
