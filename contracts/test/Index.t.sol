// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IndexFactory} from "../solidity/IndexFactory.sol";
import {IndexToken} from "../solidity/IndexToken.sol";
import {Test} from "./Test.sol";

contract IndexTest is Test {
    bytes32 private constant ID = keccak256("order-1");

    IndexFactory private factory;
    IndexToken private token;

    function setUp() public {
        factory = new IndexFactory(ADMIN, MINTER);
        vm.prank(MINTER);
        token = factory.createIndex("TOP2", "Top two", 8);
    }

    function mint(bytes32 id, address to, uint256 units) private {
        vm.prank(MINTER);
        token.mint(id, to, units);
    }

    function test_an_index_has_the_name_symbol_and_decimals_it_was_created_with() public view {
        assertEq(token.name(), "Top two");
        assertEq(token.symbol(), "TOP2");
        assertEq(token.decimals(), 8);
        assertEq(address(factory.tokenOf("TOP2")), address(token));
        assertEq(address(factory.tokenOf("NONE")), address(0));
    }

    function test_a_symbol_has_one_token_for_ever() public {
        vm.expectRevert(abi.encodeWithSelector(IndexFactory.IndexExists.selector, "TOP2", address(token)));
        vm.prank(MINTER);
        factory.createIndex("TOP2", "Another", 6);
        vm.expectRevert(abi.encodeWithSelector(IndexFactory.EmptySymbol.selector));
        vm.prank(MINTER);
        factory.createIndex("", "Nameless", 6);
    }

    function test_only_the_issuer_creates_indexes() public {
        bytes32 role = factory.ISSUER_ROLE();
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, ALICE, role));
        vm.prank(ALICE);
        factory.createIndex("MINE", "Mine", 8);
    }

    function test_units_are_minted_and_an_id_mints_once() public {
        vm.expectEmit(true, true, false, true, address(token));
        emit IndexToken.Minted(ID, ALICE, 5);
        mint(ID, ALICE, 5);
        assertEq(token.balanceOf(ALICE), 5);
        assertTrue(token.minted(ID));
        vm.expectRevert(abi.encodeWithSelector(IndexToken.MintIdUsed.selector, ID));
        mint(ID, ALICE, 5);
        mint(keccak256("order-2"), ALICE, 1);
        assertEq(token.totalSupply(), 6);
    }

    function test_a_mint_that_fails_leaves_its_id_unused() public {
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        mint(ID, address(0), 1);
        vm.expectRevert(abi.encodeWithSelector(IndexToken.ZeroUnits.selector));
        mint(ID, ALICE, 0);
        assertTrue(!token.minted(ID));
    }

    function test_only_the_minter_mints_and_the_admin_can_change_who_that_is() public {
        bytes32 role = token.MINTER_ROLE();
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, ALICE, role));
        vm.prank(ALICE);
        token.mint(ID, ALICE, 5);
        vm.prank(ADMIN);
        token.revokeRole(role, MINTER);
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, MINTER, role));
        mint(ID, ALICE, 5);
    }

    function test_a_holder_redeems_what_he_has_and_no_more() public {
        mint(ID, ALICE, 5);
        vm.expectEmit(true, false, false, true, address(token));
        emit IndexToken.Redeemed(ALICE, 2);
        vm.prank(ALICE);
        token.redeem(2);
        assertEq(token.balanceOf(ALICE), 3);
        assertEq(token.totalSupply(), 3);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, ALICE, 3, 4));
        vm.prank(ALICE);
        token.redeem(4);
        vm.expectRevert(abi.encodeWithSelector(IndexToken.ZeroUnits.selector));
        vm.prank(ALICE);
        token.redeem(0);
    }

    function test_supply_is_what_was_minted_less_what_was_redeemed(uint128 units, uint128 redeemed) public {
        vm.assume(redeemed > 0 && redeemed <= units);
        mint(ID, ALICE, units);
        vm.prank(ALICE);
        token.redeem(redeemed);
        assertEq(token.totalSupply(), units - redeemed);
    }
}
