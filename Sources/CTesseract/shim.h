// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

// Leptonica takes rectangles as heap objects; these hide them.

static inline struct Pix *_Nullable ve_pix_clip(struct Pix *_Nonnull pix, int left, int top, int width, int height) {
    struct Box *box = boxCreate(left, top, width, height);
    if (box == NULL) return NULL;
    struct Pix *clipped = pixClipRectangle(pix, box, NULL);
    boxDestroy(&box);
    return clipped;
}

static inline int ve_pix_ink(struct Pix *_Nonnull pix, int left, int top, int width, int height) {
    struct Box *box = boxCreate(left, top, width, height);
    if (box == NULL) return 0;
    int count = 0;
    int failed = pixCountPixelsInRect(pix, box, &count, NULL);
    boxDestroy(&box);
    return failed ? 0 : count;
}

// PIX_SRC is a macro that Swift does not import.
static const int ve_copy_source = PIX_SRC;
