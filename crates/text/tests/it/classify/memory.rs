//! Memory: what a near copy of a learned message says.

use text::classify::memory::Memory;

#[test]
fn a_near_copy_speaks_and_a_stranger_does_not() {
    let codes = vec![[0; 4], [u64::MAX; 4]];
    let memory = Memory { codes, labels: vec![vec![0], vec![1]], weight: 2.0 };
    for (code, expected) in [([0xffff, 0, 0, 0], [1.5, 0.0]), ([0xffff_ffff, u64::MAX, 0, 0], [0.0, 0.0])] {
        let mut scores = [0.0; 2];
        memory.recall(&code, &mut scores);
        assert_eq!(scores, expected);
    }
}
