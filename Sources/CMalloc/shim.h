// SPDX-License-Identifier: Apache-2.0
// How glibc's allocator is set, which Swift's own module of glibc leaves out.
#pragma once

#include <malloc.h>
