// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

/// @dev What the tests use of the test chain's own contract.
interface Vm {
    function prank(address sender) external;
    function expectRevert(bytes calldata data) external;
    function expectEmit(bool topic1, bool topic2, bool topic3, bool data, address emitter) external;
    function assume(bool condition) external;
}

/// @title What every test has: the test chain, people, and equality.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address internal constant ADMIN = address(0xAD);
    address internal constant MINTER = address(0x3717);
    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);

    error Unequal(uint256 left, uint256 right);

    function assertEq(uint256 left, uint256 right) internal pure {
        if (left != right) revert Unequal(left, right);
    }

    function assertEq(address left, address right) internal pure {
        if (left != right) revert Unequal(uint160(left), uint160(right));
    }

    function assertEq(string memory left, string memory right) internal pure {
        if (keccak256(bytes(left)) != keccak256(bytes(right))) revert Unequal(bytes(left).length, bytes(right).length);
    }

    function assertTrue(bool holds) internal pure {
        if (!holds) revert Unequal(0, 1);
    }
}
