# shellcheck shell=bash disable=SC2154 # root, state and servers are set by scripts/services
# nftables, with which the fault tests lose packets on loopback, is only made available.
# FOYER_TEST_NFT is the path of the binary.

nft_package() { echo nftables; }
nft_example() { echo '/usr/sbin/nft, the path of the binary'; }
nft_binary() { PATH=$PATH:/usr/sbin:/usr/local/sbin command -v nft; }
nft_answers() { [ -x "$(url_of nft)" ]; }
