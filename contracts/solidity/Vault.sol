// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

/// @title Where clients' cash comes in and payouts leave from.
/// @notice A deposit belongs to the account whose address sent it. A payout id pays once, for ever.
contract Vault is AccessControl, ReentrancyGuard {
    using SafeERC20 for IERC20;

    /// @notice May pay cash out.
    bytes32 public constant PAYER_ROLE = keccak256("PAYER_ROLE");

    /// @notice The token that is deposited and paid out.
    IERC20 public immutable cash;

    /// @notice Whether a payout with this id was made.
    mapping(bytes32 payoutId => bool) public paid;

    /// @notice `amount` arrived from `from`.
    event Deposited(address indexed from, uint256 amount);
    /// @notice `amount` left for `to`, once for this id.
    event PaidOut(bytes32 indexed payoutId, address indexed to, uint256 amount);

    /// @notice A deposit or payout of nothing.
    error ZeroAmount();
    /// @notice This payout was made before.
    error PayoutIdUsed(bytes32 payoutId);

    /// @param cash_ The token that is deposited and paid out.
    /// @param admin Grants and revokes the roles.
    /// @param payer Gets PAYER_ROLE.
    constructor(IERC20 cash_, address admin, address payer) {
        cash = cash_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PAYER_ROLE, payer);
    }

    /// @notice Takes `amount` from the sender, who has approved it before.
    /// @dev What arrived is what counts: a token that keeps a part of a transfer credits no more than the rest.
    function deposit(uint256 amount) external nonReentrant {
        uint256 before = cash.balanceOf(address(this));
        cash.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = cash.balanceOf(address(this)) - before;
        if (received == 0) revert ZeroAmount();
        emit Deposited(msg.sender, received);
    }

    /// @notice Pays `amount` to `to`, once for this id.
    function payout(bytes32 payoutId, address to, uint256 amount) external onlyRole(PAYER_ROLE) nonReentrant {
        if (amount == 0) revert ZeroAmount();
        if (paid[payoutId]) revert PayoutIdUsed(payoutId);
        paid[payoutId] = true;
        emit PaidOut(payoutId, to, amount);
        cash.safeTransfer(to, amount);
    }
}
