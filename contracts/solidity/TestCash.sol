// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Cash without value, for development and tests.
/// @notice Anyone may mint any amount to anyone. Never deploy it where a token is worth something.
contract TestCash is ERC20 {
    constructor() ERC20("Sheaf Test Cash, no value", "TESTCASH") {}

    /// @notice Six, as the cash tokens of real chains have.
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Creates `amount` for `to`. Open to everyone, on purpose.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
