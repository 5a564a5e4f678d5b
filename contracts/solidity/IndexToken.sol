// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title One index: a unit stands for the basket behind it.
/// @notice Units are minted when their basket was bought, once for each mint id, and burned when their holder
/// redeems them.
contract IndexToken is ERC20, AccessControl {
    /// @notice May mint units.
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");

    uint8 private immutable _decimals;

    /// @notice Whether a mint with this id was made.
    mapping(bytes32 mintId => bool) public minted;

    /// @notice `units` were created for `to`, once for this id.
    event Minted(bytes32 indexed mintId, address indexed to, uint256 units);
    /// @notice `from` burned `units` for the cash behind them.
    event Redeemed(address indexed from, uint256 units);

    /// @notice A mint or redemption of nothing.
    error ZeroUnits();
    /// @notice This mint was made before.
    error MintIdUsed(bytes32 mintId);

    /// @param admin Grants and revokes the roles.
    /// @param minter Gets MINTER_ROLE.
    constructor(string memory name_, string memory symbol_, uint8 decimals_, address admin, address minter)
        ERC20(name_, symbol_)
    {
        _decimals = decimals_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(MINTER_ROLE, minter);
    }

    /// @notice Decimals of a unit, fixed when the index was created.
    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    /// @notice Creates `units` for `to`, once for this id.
    function mint(bytes32 mintId, address to, uint256 units) external onlyRole(MINTER_ROLE) {
        if (units == 0) revert ZeroUnits();
        if (minted[mintId]) revert MintIdUsed(mintId);
        minted[mintId] = true;
        emit Minted(mintId, to, units);
        _mint(to, units);
    }

    /// @notice Burns `units` of the sender, who asks for the cash behind them.
    function redeem(uint256 units) external {
        if (units == 0) revert ZeroUnits();
        emit Redeemed(msg.sender, units);
        _burn(msg.sender, units);
    }
}
