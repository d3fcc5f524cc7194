# Registers the self-test with CTest: the cells that flaws must turn red, the laws, and a twentieth of the rest, in
# shards that run at the same time. The seed is fixed: which twentieth it is must not change between two runs. Every
# broker that they need is in the program, so that none of them is ever skipped.
#
#   gauntlet_selftest_shards(TARGET COUNT)
function(gauntlet_selftest_shards target count)
  set(runs ${CMAKE_BINARY_DIR}/ctest/runs)
  foreach(shard RANGE 1 ${count})
    set(out ${runs}/selftest_${shard})
    add_test(NAME selftest/${shard}-of-${count}
             COMMAND sh -c "rm -rf \"$0\" && exec \"$@\"" ${out} $<TARGET_FILE:${target}> selftest --seed 1 --shard
                     ${shard}/${count} --out ${out})
    set_tests_properties(selftest/${shard}-of-${count} PROPERTIES LABELS selftest TIMEOUT 300)
  endforeach()
endfunction()
