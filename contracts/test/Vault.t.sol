// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {TestCash} from "../solidity/TestCash.sol";
import {Vault} from "../solidity/Vault.sol";
import {Test} from "./Test.sol";

contract VaultTest is Test {
    bytes32 private constant ID = keccak256("payout-1");

    TestCash private cash;
    Vault private vault;

    function setUp() public {
        cash = new TestCash();
        vault = new Vault(cash, ADMIN, MINTER);
    }

    function deposit(address from, uint256 amount) private {
        cash.mint(from, amount);
        vm.prank(from);
        cash.approve(address(vault), amount);
        vm.prank(from);
        vault.deposit(amount);
    }

    function test_a_deposit_moves_the_cash_and_names_its_sender() public {
        cash.mint(ALICE, 5);
        vm.prank(ALICE);
        cash.approve(address(vault), 5);
        vm.expectEmit(true, false, false, true, address(vault));
        emit Vault.Deposited(ALICE, 5);
        vm.prank(ALICE);
        vault.deposit(5);
        assertEq(cash.balanceOf(address(vault)), 5);
        assertEq(cash.balanceOf(ALICE), 0);
    }

    function test_a_deposit_of_nothing_or_without_approval_is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(Vault.ZeroAmount.selector));
        vault.deposit(0);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(vault), 0, 1)
        );
        vault.deposit(1);
    }

    function test_a_payout_pays_and_an_id_pays_once() public {
        deposit(ALICE, 10);
        vm.expectEmit(true, true, false, true, address(vault));
        emit Vault.PaidOut(ID, BOB, 4);
        vm.prank(MINTER);
        vault.payout(ID, BOB, 4);
        assertEq(cash.balanceOf(BOB), 4);
        assertTrue(vault.paid(ID));
        vm.expectRevert(abi.encodeWithSelector(Vault.PayoutIdUsed.selector, ID));
        vm.prank(MINTER);
        vault.payout(ID, BOB, 4);
        assertEq(cash.balanceOf(address(vault)), 6);
    }

    function test_a_payout_that_fails_leaves_its_id_unused() public {
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(vault), 0, 1));
        vm.prank(MINTER);
        vault.payout(ID, BOB, 1);
        assertTrue(!vault.paid(ID));
    }

    function test_only_the_payer_pays_out_and_only_the_admin_says_who_that_is() public {
        deposit(ALICE, 10);
        bytes32 role = vault.PAYER_ROLE();
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, ALICE, role));
        vm.prank(ALICE);
        vault.payout(ID, ALICE, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, MINTER, bytes32(0))
        );
        vm.prank(MINTER);
        vault.grantRole(role, ALICE);
        vm.prank(ADMIN);
        vault.grantRole(role, ALICE);
        vm.prank(ALICE);
        vault.payout(ID, ALICE, 1);
    }

    function test_a_token_that_keeps_a_part_credits_only_what_arrived() public {
        GreedyCash greedy = new GreedyCash();
        Vault other = new Vault(greedy, ADMIN, MINTER);
        greedy.approve(address(other), 100);
        vm.expectEmit(true, false, false, true, address(other));
        emit Vault.Deposited(address(this), 90);
        other.deposit(100);
    }

    function test_a_token_that_calls_back_cannot_deposit_inside_a_deposit() public {
        ReentrantCash reentrant = new ReentrantCash();
        Vault other = new Vault(reentrant, ADMIN, MINTER);
        reentrant.aim(other);
        vm.expectRevert(abi.encodeWithSelector(ReentrancyGuard.ReentrancyGuardReentrantCall.selector));
        other.deposit(1);
    }

    function test_the_vault_has_what_was_deposited_less_what_was_paid(uint96 first, uint96 second, uint96 paid) public {
        vm.assume(first > 0 && second > 0 && paid > 0 && paid <= uint256(first) + second);
        deposit(ALICE, first);
        deposit(BOB, second);
        vm.prank(MINTER);
        vault.payout(ID, ALICE, paid);
        assertEq(cash.balanceOf(address(vault)), uint256(first) + second - paid);
    }
}

/// @dev Keeps a tenth of each transfer.
contract GreedyCash is ERC20("Greedy", "GREEDY") {
    constructor() {
        _mint(msg.sender, 1000);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _transfer(from, to, amount - amount / 10);
        return true;
    }
}

/// @dev Deposits again while it is being deposited.
contract ReentrantCash is ERC20("Reentrant", "REENTRANT") {
    Vault private target;

    function aim(Vault vault) external {
        target = vault;
    }

    function transferFrom(address, address, uint256) public override returns (bool) {
        target.deposit(1);
        return true;
    }
}
