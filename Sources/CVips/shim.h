// SPDX-License-Identifier: Apache-2.0
// libvips' calls take variable arguments, which Swift cannot pass: here are the few that we need, with fixed ones.
#pragma once

#include <vips/vips.h>

#pragma clang assume_nonnull begin

static inline void cvips_ignore(
    const gchar *_Nullable domain, GLogLevelFlags level, const gchar *_Nullable message, gpointer _Nullable data) {
    (void)domain, (void)level, (void)message, (void)data;
}

/// Starts the library for untrusted input: no cache, no threads of its own, no exotic loaders, nothing on stderr.
static inline int cvips_start(void) {
    g_log_set_handler("VIPS", G_LOG_LEVEL_MASK, cvips_ignore, NULL);
    if (VIPS_INIT("vote-extractor")) return -1;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_cache_set_max_files(0);
    vips_block_untrusted_set(TRUE);
    return 0;
}

/// Reads the header only; the bytes must outlive the image.
static inline VipsImage *_Nullable cvips_open(const void *bytes, size_t count, const char *options) {
    return vips_image_new_from_buffer(bytes, count, options, "access", VIPS_ACCESS_SEQUENTIAL, NULL);
}

/// Will decode upright and no larger than `side` each way; the bytes must outlive the image.
static inline VipsImage *_Nullable cvips_thumbnail(
    const void *bytes, size_t count, const char *options, int side) {
    VipsImage *image = NULL;
    int failed = vips_thumbnail_buffer(
        (void *)bytes, count, &image, side, "height", side, "size", VIPS_SIZE_DOWN, "option_string", options, NULL);
    return failed ? NULL : image;
}

/// Eight bits per channel, grey or sRGB, alpha laid over white.
static inline VipsImage *_Nullable cvips_opaque(VipsImage *input, gboolean grey) {
    VipsImage *plain = NULL;
    VipsInterpretation space = grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    if (vips_colourspace(input, &plain, space, NULL)) return NULL;
    if (!vips_image_hasalpha(plain)) return plain;
    VipsImage *flat = NULL;
    VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
    int failed = vips_flatten(plain, &flat, "background", white, NULL);
    vips_area_unref(VIPS_AREA(white));
    g_object_unref(plain);
    return failed ? NULL : flat;
}

/// Writes a JPEG without metadata into a buffer that the caller frees with `cvips_free`.
static inline int cvips_jpeg(VipsImage *image, void *_Nullable *_Nonnull bytes, size_t *count, int quality) {
    return vips_jpegsave_buffer(image, bytes, count, "Q", quality, "strip", TRUE, NULL);
}

static inline void cvips_unref(VipsImage *image) { g_object_unref(image); }

static inline void cvips_free(void *bytes) { g_free(bytes); }

#pragma clang assume_nonnull end
