#!/bin/bash -eu
# Builds the libFuzzer targets for OSS-Fuzz and ClusterFuzzLite, by their conventions: $CC, $CXX, $CXXFLAGS,
# $LIB_FUZZING_ENGINE, $SRC, $OUT and $WORK. In $OUT: fuzz_NAME, fuzz_NAME_seed_corpus.zip, fuzz_NAME.dict and
# fuzz_NAME.options.
root=${SRC:?}/gauntlet
build=${WORK:-/tmp}/gauntlet-build

# Debian's and Ubuntu's C++ libraries are libstdc++'s.
flags=${CXXFLAGS:-}
flags=${flags//-stdlib=libc++/}

# What runs the targets has no libraries of ours: they are linked into them.
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_COMPILER="${CXX:?}" \
    -DCMAKE_CXX_FLAGS="$flags" -DGAUNTLET_FUZZ=ON -DGAUNTLET_FUZZ_ENGINE="${LIB_FUZZING_ENGINE:?}" \
    -DGAUNTLET_TESTS=OFF -DGAUNTLET_STATIC=ON
cmake --build "$build" --target fuzz_targets

for corpus in "$root"/fuzz/corpus/*/; do
    name=$(basename "$corpus")
    cp "$build/bin/fuzz_$name" "$OUT/"
    zip -q -j "$OUT/fuzz_${name}_seed_corpus.zip" "$corpus"*
    printf '[libfuzzer]\nmax_len = 1024\ntimeout = 10\n' >"$OUT/fuzz_$name.options"
    if [ -e "$root/fuzz/dictionaries/$name.dict" ]; then
        cp "$root/fuzz/dictionaries/$name.dict" "$OUT/fuzz_$name.dict"
        echo "dict = fuzz_$name.dict" >>"$OUT/fuzz_$name.options"
    fi
done
