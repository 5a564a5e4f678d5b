// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IndexToken} from "./IndexToken.sol";

/// @title Creates the token of each index and says which one it is.
/// @notice A symbol has one token, for ever.
contract IndexFactory is AccessControl {
    /// @notice May create indexes; whoever creates one mints its units.
    bytes32 public constant ISSUER_ROLE = keccak256("ISSUER_ROLE");

    /// @notice Administers the roles of the tokens created here.
    address public immutable tokenAdmin;

    mapping(string symbol => IndexToken) private _tokens;

    /// @notice The index `symbol` is `token`.
    event IndexCreated(address indexed token, string symbol, string name, uint8 decimals);

    /// @notice An index without a symbol.
    error EmptySymbol();
    /// @notice The index has its token already.
    error IndexExists(string symbol, address token);

    /// @param admin Grants and revokes the roles, here and in the tokens.
    /// @param issuer Gets ISSUER_ROLE.
    constructor(address admin, address issuer) {
        tokenAdmin = admin;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(ISSUER_ROLE, issuer);
    }

    /// @notice Creates the token of an index; the sender may mint its units.
    function createIndex(string calldata symbol, string calldata name, uint8 decimals)
        external
        onlyRole(ISSUER_ROLE)
        returns (IndexToken token)
    {
        if (bytes(symbol).length == 0) revert EmptySymbol();
        IndexToken existing = _tokens[symbol];
        if (address(existing) != address(0)) revert IndexExists(symbol, address(existing));
        token = new IndexToken(name, symbol, decimals, tokenAdmin, msg.sender);
        _tokens[symbol] = token;
        emit IndexCreated(address(token), symbol, name, decimals);
    }

    /// @notice The token of an index, or the zero address.
    function tokenOf(string calldata symbol) external view returns (IndexToken) {
        return _tokens[symbol];
    }
}
