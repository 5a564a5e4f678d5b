//! Entries of repeating groups, each by the field that counts them, over all messages and versions.
//! Written by tools/fix-tables: not to be edited.

crate::message::groups! {
    NoLinesOfText NoLinesOfTextWriter 33 {
        text {
            text Text 58 "4.1 to 5.0SP2",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2",
        }
        code {}
        codes {}
        group {}
    }
    NoOrders NoOrdersWriter 73 {
        text {
            cl_ord_id ClOrdID 11 "4.4 to 5.0SP2", order_id OrderID 37 "4.4 to 5.0SP2",
            list_id ListID 66 "4.4 to 5.0SP2", secondary_order_id SecondaryOrderID 198 "4.4 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.4 to 5.0SP2",
        }
        decimal {
            order_qty OrderQty 38 "4.4 to 5.0SP2", order_avg_px OrderAvgPx 799 "4.4 to 5.0SP2",
            order_booking_qty OrderBookingQty 800 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_nested2_party_ids NoNested2PartyIDs NoNested2PartyIDsWriter 756 "4.4 to 5.0SP2",
        }
    }
    NoAllocs NoAllocsWriter 78 {
        text {
            alloc_account AllocAccount 79 "4.2 to 5.0SP2", individual_alloc_id IndividualAllocID 467 "4.3 to 5.0SP2",
            alloc_settl_currency AllocSettlCurrency 736 "4.4 to 5.0SP2",
        }
        decimal {
            alloc_qty AllocQty 80 "4.2 to 5.0SP2",
        }
        int {
            alloc_acct_id_source AllocAcctIDSource 661 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_nested_party_ids NoNestedPartyIDs NoNestedPartyIDsWriter 539 "4.3 to 5.0SP2",
        }
    }
    NoDlvyInst NoDlvyInstWriter 85 {
        ; data {}
        code {
            settl_inst_source SettlInstSource 165 "4.4 to 5.0SP2", dlvy_inst_type DlvyInstType 787 "4.4 to 5.0SP2",
        }
        codes {}
        group {
            no_settl_party_ids NoSettlPartyIDs NoSettlPartyIDsWriter 781 "4.4 to 5.0SP2",
        }
    }
    NoExecs NoExecsWriter 124 {
        text {
            exec_id ExecID 17 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoMiscFees NoMiscFeesWriter 136 {
        text {
            misc_fee_curr MiscFeeCurr 138 "4.0, 4.4 to 5.0SP2",
        }
        decimal {
            misc_fee_amt MiscFeeAmt 137 "4.0, 4.4 to 5.0SP2",
        }
        ; data {}
        code {
            misc_fee_type MiscFeeType 139 "4.0, 4.4 to 5.0SP2", misc_fee_basis MiscFeeBasis 891 "4.4 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoRelatedSym NoRelatedSymWriter 146 {
        text {
            account Account 1 "4.4 to 5.0SP2", currency Currency 15 "4.2 to 5.0SP2",
            relatd_sym RelatdSym 46 "4.1, 4.2", security_id SecurityID 48 "4.1 to 5.0SP2",
            symbol Symbol 55 "4.2 to 5.0SP2", text Text 58 "4.3 to 5.0SP2", settl_date SettlDate 64 "4.2 to 5.0SP2",
            symbol_sfx SymbolSfx 65 "4.1 to 5.0SP2", issuer Issuer 106 "4.1 to 5.0SP2",
            security_desc SecurityDesc 107 "4.1 to 5.0SP2", settl_currency SettlCurrency 120 "5.0SP2",
            settl_date2 SettlDate2 193 "4.2 to 5.0SP2", maturity_month_year MaturityMonthYear 200 "4.1 to 5.0SP2",
            maturity_day MaturityDay 205 "4.1, 4.2", security_exchange SecurityExchange 207 "4.1 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.3 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.3 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.3 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            trade_origination_date TradeOriginationDate 229 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            underlying_security_id_source UnderlyingSecurityIDSource 305 "4.2",
            underlying_issuer UnderlyingIssuer 306 "4.2", underlying_security_desc UnderlyingSecurityDesc 307 "4.2",
            underlying_security_exchange UnderlyingSecurityExchange 308 "4.2",
            underlying_security_id UnderlyingSecurityID 309 "4.2",
            underlying_security_type UnderlyingSecurityType 310 "4.2", underlying_symbol UnderlyingSymbol 311 "4.2",
            underlying_symbol_sfx UnderlyingSymbolSfx 312 "4.2",
            underlying_maturity_month_year UnderlyingMaturityMonthYear 313 "4.2",
            underlying_maturity_day UnderlyingMaturityDay 314 "4.2", underlying_currency UnderlyingCurrency 318 "4.2",
            trading_session_id TradingSessionID 336 "4.2 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            yield_redemption_date YieldRedemptionDate 696 "4.4 to 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "4.4 to 5.0SP2",
            yield_calc_date YieldCalcDate 701 "4.4 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            agreement_desc AgreementDesc 913 "4.4 to 5.0SP2", agreement_id AgreementID 914 "4.4 to 5.0SP2",
            agreement_date AgreementDate 915 "4.4 to 5.0SP2", start_date StartDate 916 "4.4 to 5.0SP2",
            end_date EndDate 917 "4.4 to 5.0SP2", agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
            trading_currency TradingCurrency 1245 "5.0SP1, 5.0SP2", md_stream_id MDStreamID 1500 "5.0SP2",
        }
        decimal {
            order_qty OrderQty 38 "4.2 to 5.0SP2", price Price 44 "4.3 to 5.0SP2",
            min_qty MinQty 110 "5.0SP1, 5.0SP2", prev_close_px PrevClosePx 140 "4.2 to 5.0SP2",
            cash_order_qty CashOrderQty 152 "4.3 to 5.0SP2", order_qty2 OrderQty2 192 "4.2 to 5.0SP2",
            strike_price StrikePrice 202 "4.1 to 5.0SP2", spread Spread 218 "4.3 to 5.0SP2",
            coupon_rate CouponRate 223 "4.2 to 5.0SP2", repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2",
            factor Factor 228 "4.3 to 5.0SP2", contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2",
            yield_ Yield 236 "4.3 to 5.0SP2", md_entry_size MDEntrySize 271 "5.0 to 5.0SP2",
            underlying_strike_price UnderlyingStrikePrice 316 "4.2", ratio_qty RatioQty 319 "4.2",
            underlying_coupon_rate UnderlyingCouponRate 435 "4.2",
            underlying_contract_multiplier UnderlyingContractMultiplier 436 "4.2",
            rounding_modulus RoundingModulus 469 "4.4 to 5.0SP2", order_percent OrderPercent 516 "4.4 to 5.0SP2",
            round_lot RoundLot 561 "4.3 to 5.0SP2", min_trade_vol MinTradeVol 562 "4.3 to 5.0SP2",
            price2 Price2 640 "4.3 to 5.0SP2", benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "4.4 to 5.0SP2",
            pct_at_risk PctAtRisk 869 "4.4 to 5.0SP2", margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            max_trade_vol MaxTradeVol 1140 "5.0SP1, 5.0SP2",
            max_price_variation MaxPriceVariation 1143 "5.0SP1, 5.0SP2",
            min_price_increment_amount MinPriceIncrementAmount 1146 "5.0SP1, 5.0SP2",
            unit_of_measure_qty UnitOfMeasureQty 1147 "5.0SP1, 5.0SP2",
            low_limit_price LowLimitPrice 1148 "5.0SP1, 5.0SP2",
            high_limit_price HighLimitPrice 1149 "5.0SP1, 5.0SP2",
            trading_reference_price TradingReferencePrice 1150 "5.0SP1, 5.0SP2",
            price_unit_of_measure_qty PriceUnitOfMeasureQty 1192 "5.0SP1, 5.0SP2",
            opt_payout_amount OptPayoutAmount 1195 "5.0SP1, 5.0SP2", cap_price CapPrice 1199 "5.0SP1, 5.0SP2",
            floor_price FloorPrice 1200 "5.0SP1, 5.0SP2",
            notional_percentage_outstanding NotionalPercentageOutstanding 1451 "5.0SP2",
            original_notional_percentage_outstanding OriginalNotionalPercentageOutstanding 1452 "5.0SP2",
            attachment_point AttachmentPoint 1457 "5.0SP2", detachment_point DetachmentPoint 1458 "5.0SP2",
            strike_price_boundary_precision StrikePriceBoundaryPrecision 1480 "5.0SP2",
        }
        int {
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2", underlying_put_or_call UnderlyingPutOrCall 315 "4.2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.1 to 5.0SP2", underlying_opt_attribute UnderlyingOptAttribute 317 "4.2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.2 to 5.0SP2", valid_until_time ValidUntilTime 62 "4.4 to 5.0SP2",
            expire_time ExpireTime 126 "4.2 to 5.0SP2", rel_sym_transact_time RelSymTransactTime 1504 "5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.3 to 5.0SP2",
            encoded_underlying_issuer EncodedUnderlyingIssuer 362 363 "4.2",
            encoded_underlying_security_desc EncodedUnderlyingSecurityDesc 364 365 "4.2",
            security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.1 to 5.0SP2", ord_type OrdType 40 "4.2 to 5.0SP2",
            side Side 54 "4.2 to 5.0SP2", settl_type SettlType 63 "4.3 to 5.0SP2",
            security_type SecurityType 167 "4.1 to 5.0SP2", put_or_call PutOrCall 201 "4.1, 4.2, 4.4 to 5.0SP2",
            yield_type YieldType 235 "4.3 to 5.0SP2", quote_request_type QuoteRequestType 303 "4.2 to 5.0SP2",
            price_type PriceType 423 "4.3 to 5.0SP2", product Product 460 "4.3 to 5.0SP2",
            quantity_type QuantityType 465 "4.3", rounding_direction RoundingDirection 468 "4.4 to 5.0SP2",
            quote_type QuoteType 537 "4.3 to 5.0SP2", account_type AccountType 581 "4.4 to 5.0SP2",
            acct_id_source AcctIDSource 660 "4.4 to 5.0SP2", delivery_form DeliveryForm 668 "4.4 to 5.0SP2",
            quote_price_type QuotePriceType 692 "4.4 to 5.0SP2", termination_type TerminationType 788 "4.4 to 5.0SP2",
            expiration_cycle ExpirationCycle 827 "4.4 to 5.0SP2", qty_type QtyType 854 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            implied_market_indicator ImpliedMarketIndicator 1144 "5.0SP1, 5.0SP2",
            settl_method SettlMethod 1193 "5.0SP1, 5.0SP2", exercise_style ExerciseStyle 1194 "5.0SP1, 5.0SP2",
            price_quote_method PriceQuoteMethod 1196 "5.0SP1, 5.0SP2",
            valuation_method ValuationMethod 1197 "5.0SP1, 5.0SP2", list_method ListMethod 1198 "5.0SP1, 5.0SP2",
            price_limit_type PriceLimitType 1306 "5.0SP1, 5.0SP2", multileg_model MultilegModel 1377 "5.0SP1, 5.0SP2",
            multileg_price_method MultilegPriceMethod 1378 "5.0SP1, 5.0SP2",
            contract_multiplier_unit ContractMultiplierUnit 1435 "5.0SP2",
            flow_schedule_type FlowScheduleType 1439 "5.0SP2", restructuring_type RestructuringType 1449 "5.0SP2",
            seniority Seniority 1450 "5.0SP2",
            strike_price_determination_method StrikePriceDeterminationMethod 1478 "5.0SP2",
            strike_price_boundary_method StrikePriceBoundaryMethod 1479 "5.0SP2",
            underlying_price_determination_method UnderlyingPriceDeterminationMethod 1481 "5.0SP2",
            opt_payout_type OptPayoutType 1482 "5.0SP2",
        }
        codes {}
        group {
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.3 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.4 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.3 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_quote_qualifiers NoQuoteQualifiers NoQuoteQualifiersWriter 735 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instr_attrib NoInstrAttrib NoInstrAttribWriter 870 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_strike_rules NoStrikeRules NoStrikeRulesWriter 1201 "5.0SP1, 5.0SP2",
            no_tick_rules NoTickRules NoTickRulesWriter 1205 "5.0SP1, 5.0SP2",
            no_lot_type_rules NoLotTypeRules NoLotTypeRulesWriter 1234 "5.0SP1, 5.0SP2",
            no_trading_session_rules NoTradingSessionRules NoTradingSessionRulesWriter 1309 "5.0SP1, 5.0SP2",
            no_nested_instr_attrib NoNestedInstrAttrib NoNestedInstrAttribWriter 1312 "5.0SP1, 5.0SP2",
            no_rate_sources NoRateSources NoRateSourcesWriter 1445 "5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    NoRoutingIDs NoRoutingIDsWriter 215 {
        text {
            routing_id RoutingID 217 "4.2 to 5.0SP2",
        }
        ; data {}
        code {
            routing_type RoutingType 216 "4.2 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoStipulations NoStipulationsWriter 232 {
        text {
            stipulation_value StipulationValue 234 "4.3 to 5.0SP2",
        }
        ; data {}
        code {
            stipulation_type StipulationType 233 "4.3 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoMDEntryTypes NoMDEntryTypesWriter 267 {
        ; data {}
        code {
            md_entry_type MDEntryType 269 "4.2 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoMDEntries NoMDEntriesWriter 268 {
        text {
            currency Currency 15 "4.2 to 5.0SP2", order_id OrderID 37 "4.2 to 5.0SP2",
            security_id SecurityID 48 "4.2 to 5.0SP2", symbol Symbol 55 "4.2 to 5.0SP2", text Text 58 "4.2 to 5.0SP2",
            settl_date SettlDate 64 "5.0 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.2 to 5.0SP2",
            issuer Issuer 106 "4.2 to 5.0SP2", security_desc SecurityDesc 107 "4.2 to 5.0SP2",
            settl_currency SettlCurrency 120 "5.0SP2", secondary_order_id SecondaryOrderID 198 "5.0 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.2 to 5.0SP2", maturity_day MaturityDay 205 "4.2",
            security_exchange SecurityExchange 207 "4.2 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "5.0SP1, 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "5.0SP1, 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "5.0SP1, 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            md_entry_date MDEntryDate 272 "4.2 to 5.0SP2", md_entry_time MDEntryTime 273 "4.2 to 5.0SP2",
            md_mkt MDMkt 275 "4.2 to 5.0SP2", md_entry_id MDEntryID 278 "4.2 to 5.0SP2",
            md_entry_ref_id MDEntryRefID 280 "4.2 to 5.0SP2",
            md_entry_originator MDEntryOriginator 282 "4.2 to 5.0SP2", location_id LocationID 283 "4.2 to 5.0SP2",
            desk_id DeskID 284 "4.2 to 5.0SP2", md_entry_buyer MDEntryBuyer 288 "4.2 to 5.0SP2",
            md_entry_seller MDEntrySeller 289 "4.2 to 5.0SP2", quote_entry_id QuoteEntryID 299 "4.2 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.2 to 5.0SP2", expire_date ExpireDate 432 "4.2 to 5.0SP2",
            total_volume_traded_date TotalVolumeTradedDate 449 "4.3",
            total_volume_traded_time TotalVolumeTradedTime 450 "4.3", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            yield_redemption_date YieldRedemptionDate 696 "5.0SP1, 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "5.0SP1, 5.0SP2",
            yield_calc_date YieldCalcDate 701 "5.0SP1, 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "5.0SP1, 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", trade_id TradeID 1003 "5.0SP1, 5.0SP2",
            dealing_capacity DealingCapacity 1048 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2", md_stream_id MDStreamID 1500 "5.0SP2",
        }
        decimal {
            last_px LastPx 31 "5.0SP2", min_qty MinQty 110 "4.2 to 5.0SP2",
            strike_price StrikePrice 202 "4.2 to 5.0SP2", spread Spread 218 "5.0SP1, 5.0SP2",
            coupon_rate CouponRate 223 "4.2 to 5.0SP2", repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2",
            factor Factor 228 "4.3 to 5.0SP2", contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2",
            yield_ Yield 236 "5.0SP1, 5.0SP2", md_entry_px MDEntryPx 270 "4.2 to 5.0SP2",
            md_entry_size MDEntrySize 271 "4.2 to 5.0SP2", high_px HighPx 332 "5.0 to 5.0SP2",
            low_px LowPx 333 "5.0 to 5.0SP2", total_volume_traded TotalVolumeTraded 387 "4.2, 4.3",
            net_chg_prev_day NetChgPrevDay 451 "4.3 to 5.0SP2", benchmark_price BenchmarkPrice 662 "5.0SP1, 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "5.0SP1, 5.0SP2",
            price_delta PriceDelta 811 "4.4 to 5.0SP2", strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2",
            strike_value StrikeValue 968 "5.0 to 5.0SP2", min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            trade_volume TradeVolume 1020 "5.0 to 5.0SP2", first_px FirstPx 1025 "5.0SP2",
            md_entry_spot_rate MDEntrySpotRate 1026 "5.0 to 5.0SP2",
            md_entry_forward_points MDEntryForwardPoints 1027 "5.0 to 5.0SP2",
            min_price_increment_amount MinPriceIncrementAmount 1146 "5.0SP1, 5.0SP2",
            unit_of_measure_qty UnitOfMeasureQty 1147 "5.0SP1, 5.0SP2",
            price_unit_of_measure_qty PriceUnitOfMeasureQty 1192 "5.0SP1, 5.0SP2",
            opt_payout_amount OptPayoutAmount 1195 "5.0SP1, 5.0SP2", cap_price CapPrice 1199 "5.0SP1, 5.0SP2",
            floor_price FloorPrice 1200 "5.0SP1, 5.0SP2",
            notional_percentage_outstanding NotionalPercentageOutstanding 1451 "5.0SP2",
            original_notional_percentage_outstanding OriginalNotionalPercentageOutstanding 1452 "5.0SP2",
            attachment_point AttachmentPoint 1457 "5.0SP2", detachment_point DetachmentPoint 1458 "5.0SP2",
            strike_price_boundary_precision StrikePriceBoundaryPrecision 1480 "5.0SP2",
        }
        int {
            rpt_seq RptSeq 83 "5.0 to 5.0SP2", repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2",
            market_depth MarketDepth 264 "5.0SP1, 5.0SP2", seller_days SellerDays 287 "4.2 to 5.0SP2",
            md_entry_position_no MDEntryPositionNo 290 "4.2 to 5.0SP2",
            number_of_orders NumberOfOrders 346 "4.2 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "5.0SP1, 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "5.0SP1, 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
            md_price_level MDPriceLevel 1023 "5.0 to 5.0SP2", md_sub_book_type MDSubBookType 1173 "5.0SP1, 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.2 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "5.0SP1, 5.0SP2", expire_time ExpireTime 126 "4.2 to 5.0SP2",
            trans_bkd_time TransBkdTime 483 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.2 to 5.0SP2", ord_type OrdType 40 "5.0 to 5.0SP2",
            time_in_force TimeInForce 59 "4.2 to 5.0SP2", settl_type SettlType 63 "5.0 to 5.0SP2",
            security_type SecurityType 167 "4.2 to 5.0SP2", put_or_call PutOrCall 201 "4.2, 4.4 to 5.0SP2",
            yield_type YieldType 235 "5.0SP1, 5.0SP2", md_entry_type MDEntryType 269 "4.2 to 5.0SP2",
            tick_direction TickDirection 274 "4.2 to 5.0SP2", md_update_action MDUpdateAction 279 "4.2 to 5.0SP2",
            delete_reason DeleteReason 285 "4.2 to 5.0SP2",
            security_trading_status SecurityTradingStatus 326 "5.0SP1, 5.0SP2",
            halt_reason_int HaltReasonInt 327 "5.0SP1, 5.0SP2", price_type PriceType 423 "5.0SP1, 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", order_capacity OrderCapacity 528 "5.0 to 5.0SP2",
            match_type MatchType 574 "5.0SP1, 5.0SP2", trd_type TrdType 828 "5.0SP1, 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            md_origin_type MDOriginType 1024 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            md_quote_type MDQuoteType 1070 "5.0 to 5.0SP2", lot_type LotType 1093 "5.0SP1, 5.0SP2",
            settl_method SettlMethod 1193 "5.0SP1, 5.0SP2", exercise_style ExerciseStyle 1194 "5.0SP1, 5.0SP2",
            price_quote_method PriceQuoteMethod 1196 "5.0SP1, 5.0SP2",
            valuation_method ValuationMethod 1197 "5.0SP1, 5.0SP2", list_method ListMethod 1198 "5.0SP1, 5.0SP2",
            contract_multiplier_unit ContractMultiplierUnit 1435 "5.0SP2",
            flow_schedule_type FlowScheduleType 1439 "5.0SP2", restructuring_type RestructuringType 1449 "5.0SP2",
            seniority Seniority 1450 "5.0SP2",
            strike_price_determination_method StrikePriceDeterminationMethod 1478 "5.0SP2",
            strike_price_boundary_method StrikePriceBoundaryMethod 1479 "5.0SP2",
            underlying_price_determination_method UnderlyingPriceDeterminationMethod 1481 "5.0SP2",
            opt_payout_type OptPayoutType 1482 "5.0SP2",
        }
        codes {
            exec_inst ExecInst 18 "4.2 to 5.0SP2", quote_condition QuoteCondition 276 "4.2 to 5.0SP2",
            trade_condition TradeCondition 277 "4.2 to 5.0SP2",
            open_close_settl_flag OpenCloseSettlFlag 286 "4.2 to 5.0SP2",
            financial_status FinancialStatus 291 "4.2 to 5.0SP2",
            corporate_action CorporateAction 292 "4.2 to 5.0SP2", scope Scope 546 "4.3 to 5.0SP2",
        }
        group {
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "5.0 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_stats_indicators NoStatsIndicators NoStatsIndicatorsWriter 1175 "5.0SP1, 5.0SP2",
            no_of_sec_sizes NoOfSecSizes NoOfSecSizesWriter 1177 "5.0SP1, 5.0SP2",
            no_rate_sources NoRateSources NoRateSourcesWriter 1445 "5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    NoQuoteEntries NoQuoteEntriesWriter 295 {
        text {
            currency Currency 15 "4.3 to 5.0SP2", security_id SecurityID 48 "4.2 to 5.0SP2",
            symbol Symbol 55 "4.2 to 5.0SP2", settl_date SettlDate 64 "4.3 to 5.0SP2",
            symbol_sfx SymbolSfx 65 "4.2 to 5.0SP2", issuer Issuer 106 "4.2 to 5.0SP2",
            security_desc SecurityDesc 107 "4.2 to 5.0SP2", settl_date2 SettlDate2 193 "4.3 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.2 to 5.0SP2", maturity_day MaturityDay 205 "4.2",
            security_exchange SecurityExchange 207 "4.2 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            quote_entry_id QuoteEntryID 299 "4.2 to 5.0SP2", underlying_symbol UnderlyingSymbol 311 "4.2",
            trading_session_id TradingSessionID 336 "4.3 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            agreement_desc AgreementDesc 913 "4.4 to 5.0SP2", agreement_id AgreementID 914 "4.4 to 5.0SP2",
            agreement_date AgreementDate 915 "4.4 to 5.0SP2", start_date StartDate 916 "4.4 to 5.0SP2",
            end_date EndDate 917 "4.4 to 5.0SP2", agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            bid_px BidPx 132 "4.3 to 5.0SP2", offer_px OfferPx 133 "4.3 to 5.0SP2",
            bid_size BidSize 134 "4.3 to 5.0SP2", offer_size OfferSize 135 "4.3 to 5.0SP2",
            bid_spot_rate BidSpotRate 188 "4.3 to 5.0SP2", bid_forward_points BidForwardPoints 189 "4.3 to 5.0SP2",
            offer_spot_rate OfferSpotRate 190 "4.3 to 5.0SP2",
            offer_forward_points OfferForwardPoints 191 "4.3 to 5.0SP2", order_qty2 OrderQty2 192 "4.3 to 5.0SP2",
            strike_price StrikePrice 202 "4.2 to 5.0SP2", coupon_rate CouponRate 223 "4.2 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2", mid_px MidPx 631 "4.3 to 5.0SP2",
            bid_yield BidYield 632 "4.3 to 5.0SP2", mid_yield MidYield 633 "4.3 to 5.0SP2",
            offer_yield OfferYield 634 "4.3 to 5.0SP2", bid_forward_points2 BidForwardPoints2 642 "4.3 to 5.0SP2",
            offer_forward_points2 OfferForwardPoints2 643 "4.3 to 5.0SP2",
            margin_ratio MarginRatio 898 "4.4 to 5.0SP2", strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2",
            strike_value StrikeValue 968 "5.0 to 5.0SP2", min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            min_price_increment_amount MinPriceIncrementAmount 1146 "5.0SP1, 5.0SP2",
            unit_of_measure_qty UnitOfMeasureQty 1147 "5.0SP1, 5.0SP2",
            price_unit_of_measure_qty PriceUnitOfMeasureQty 1192 "5.0SP1, 5.0SP2",
            opt_payout_amount OptPayoutAmount 1195 "5.0SP1, 5.0SP2", cap_price CapPrice 1199 "5.0SP1, 5.0SP2",
            floor_price FloorPrice 1200 "5.0SP1, 5.0SP2",
            notional_percentage_outstanding NotionalPercentageOutstanding 1451 "5.0SP2",
            original_notional_percentage_outstanding OriginalNotionalPercentageOutstanding 1452 "5.0SP2",
            attachment_point AttachmentPoint 1457 "5.0SP2", detachment_point DetachmentPoint 1458 "5.0SP2",
            strike_price_boundary_precision StrikePriceBoundaryPrecision 1480 "5.0SP2",
        }
        int {
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2",
            quote_entry_reject_reason QuoteEntryRejectReason 368 "4.2 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.2 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.3 to 5.0SP2", valid_until_time ValidUntilTime 62 "4.3 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.2 to 5.0SP2", ord_type OrdType 40 "4.3 to 5.0SP2",
            security_type SecurityType 167 "4.2 to 5.0SP2", put_or_call PutOrCall 201 "4.2, 4.4 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", order_capacity OrderCapacity 528 "5.0SP2",
            booking_type BookingType 775 "5.0SP2", termination_type TerminationType 788 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            quote_entry_status QuoteEntryStatus 1167 "5.0SP1, 5.0SP2", settl_method SettlMethod 1193 "5.0SP1, 5.0SP2",
            exercise_style ExerciseStyle 1194 "5.0SP1, 5.0SP2",
            price_quote_method PriceQuoteMethod 1196 "5.0SP1, 5.0SP2",
            valuation_method ValuationMethod 1197 "5.0SP1, 5.0SP2", list_method ListMethod 1198 "5.0SP1, 5.0SP2",
            contract_multiplier_unit ContractMultiplierUnit 1435 "5.0SP2",
            flow_schedule_type FlowScheduleType 1439 "5.0SP2", restructuring_type RestructuringType 1449 "5.0SP2",
            seniority Seniority 1450 "5.0SP2",
            strike_price_determination_method StrikePriceDeterminationMethod 1478 "5.0SP2",
            strike_price_boundary_method StrikePriceBoundaryMethod 1479 "5.0SP2",
            underlying_price_determination_method UnderlyingPriceDeterminationMethod 1481 "5.0SP2",
            opt_payout_type OptPayoutType 1482 "5.0SP2",
        }
        codes {
            order_restrictions OrderRestrictions 529 "5.0SP2",
        }
        group {
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    NoQuoteSets NoQuoteSetsWriter 296 {
        text {
            underlying_coupon_payment_date UnderlyingCouponPaymentDate 241 "4.3 to 5.0SP2",
            underlying_issue_date UnderlyingIssueDate 242 "4.3 to 5.0SP2",
            underlying_repo_collateral_security_type UnderlyingRepoCollateralSecurityType 243 "4.3 to 5.0SP2",
            underlying_redemption_date UnderlyingRedemptionDate 247 "4.3 to 5.0SP2",
            underlying_credit_rating UnderlyingCreditRating 256 "4.3 to 5.0SP2",
            quote_set_id QuoteSetID 302 "4.2 to 5.0SP2",
            underlying_security_id_source UnderlyingSecurityIDSource 305 "4.2 to 5.0SP2",
            underlying_issuer UnderlyingIssuer 306 "4.2 to 5.0SP2",
            underlying_security_desc UnderlyingSecurityDesc 307 "4.2 to 5.0SP2",
            underlying_security_exchange UnderlyingSecurityExchange 308 "4.2 to 5.0SP2",
            underlying_security_id UnderlyingSecurityID 309 "4.2 to 5.0SP2",
            underlying_security_type UnderlyingSecurityType 310 "4.2 to 5.0SP2",
            underlying_symbol UnderlyingSymbol 311 "4.2 to 5.0SP2",
            underlying_symbol_sfx UnderlyingSymbolSfx 312 "4.2 to 5.0SP2",
            underlying_maturity_month_year UnderlyingMaturityMonthYear 313 "4.2 to 5.0SP2",
            underlying_maturity_day UnderlyingMaturityDay 314 "4.2",
            underlying_currency UnderlyingCurrency 318 "4.4 to 5.0SP2",
            underlying_cfi_code UnderlyingCFICode 463 "4.3 to 5.0SP2",
            underlying_maturity_date UnderlyingMaturityDate 542 "4.3 to 5.0SP2",
            underlying_country_of_issue UnderlyingCountryOfIssue 592 "4.3 to 5.0SP2",
            underlying_state_or_province_of_issue UnderlyingStateOrProvinceOfIssue 593 "4.3 to 5.0SP2",
            underlying_locale_of_issue UnderlyingLocaleOfIssue 594 "4.3 to 5.0SP2",
            underlying_instr_registry UnderlyingInstrRegistry 595 "4.3 to 5.0SP2",
            underlying_security_sub_type UnderlyingSecuritySubType 763 "4.4 to 5.0SP2",
            underlying_cp_program UnderlyingCPProgram 877 "4.4 to 5.0SP2",
            underlying_cp_reg_type UnderlyingCPRegType 878 "4.4 to 5.0SP2",
            underlying_strike_currency UnderlyingStrikeCurrency 941 "4.4 to 5.0SP2",
            underlying_unit_of_measure UnderlyingUnitOfMeasure 998 "5.0 to 5.0SP2",
            underlying_time_unit UnderlyingTimeUnit 1000 "5.0 to 5.0SP2",
            underlying_settl_method UnderlyingSettlMethod 1039 "5.0 to 5.0SP2",
            underlying_maturity_time UnderlyingMaturityTime 1213 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure UnderlyingPriceUnitOfMeasure 1424 "5.0SP1, 5.0SP2",
            underlying_restructuring_type UnderlyingRestructuringType 1453 "5.0SP2",
            underlying_seniority UnderlyingSeniority 1454 "5.0SP2",
        }
        decimal {
            underlying_repurchase_rate UnderlyingRepurchaseRate 245 "4.3 to 5.0SP2",
            underlying_factor UnderlyingFactor 246 "4.3 to 5.0SP2",
            underlying_strike_price UnderlyingStrikePrice 316 "4.2 to 5.0SP2",
            underlying_coupon_rate UnderlyingCouponRate 435 "4.2 to 5.0SP2",
            underlying_contract_multiplier UnderlyingContractMultiplier 436 "4.2 to 5.0SP2",
            underlying_px UnderlyingPx 810 "4.4 to 5.0SP2", underlying_qty UnderlyingQty 879 "4.4 to 5.0SP2",
            underlying_dirty_price UnderlyingDirtyPrice 882 "4.4 to 5.0SP2",
            underlying_end_price UnderlyingEndPrice 883 "4.4 to 5.0SP2",
            underlying_start_value UnderlyingStartValue 884 "4.4 to 5.0SP2",
            underlying_current_value UnderlyingCurrentValue 885 "4.4 to 5.0SP2",
            underlying_end_value UnderlyingEndValue 886 "4.4 to 5.0SP2",
            underlying_allocation_percent UnderlyingAllocationPercent 972 "5.0 to 5.0SP2",
            underlying_cash_amount UnderlyingCashAmount 973 "5.0 to 5.0SP2",
            underlying_cap_value UnderlyingCapValue 1038 "5.0 to 5.0SP2",
            underlying_adjusted_quantity UnderlyingAdjustedQuantity 1044 "5.0 to 5.0SP2",
            underlying_fx_rate UnderlyingFXRate 1045 "5.0 to 5.0SP2",
            underlying_unit_of_measure_qty UnderlyingUnitOfMeasureQty 1423 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure_qty UnderlyingPriceUnitOfMeasureQty 1425 "5.0SP1, 5.0SP2",
            underlying_notional_percentage_outstanding UnderlyingNotionalPercentageOutstanding 1455 "5.0SP2",
            underlying_original_notional_percentage_outstanding UnderlyingOriginalNotionalPercentageOutstanding 1456 "5.0SP2",
            underlying_attachment_point UnderlyingAttachmentPoint 1459 "5.0SP2",
            underlying_detachment_point UnderlyingDetachmentPoint 1460 "5.0SP2",
        }
        int {
            underlying_repurchase_term UnderlyingRepurchaseTerm 244 "4.3 to 5.0SP2",
            tot_no_quote_entries TotNoQuoteEntries 304 "4.2 to 5.0SP2",
            underlying_put_or_call UnderlyingPutOrCall 315 "4.2 to 5.0SP2",
            underlying_product UnderlyingProduct 462 "4.3 to 5.0SP2",
            tot_no_cxld_quotes TotNoCxldQuotes 1168 "5.0SP1, 5.0SP2",
            tot_no_acc_quotes TotNoAccQuotes 1169 "5.0SP1, 5.0SP2",
            tot_no_rej_quotes TotNoRejQuotes 1170 "5.0SP1, 5.0SP2",
            underlying_exercise_style UnderlyingExerciseStyle 1419 "5.0SP1, 5.0SP2",
            underlying_contract_multiplier_unit UnderlyingContractMultiplierUnit 1437 "5.0SP2",
            underlying_flow_schedule_type UnderlyingFlowScheduleType 1441 "5.0SP2",
        }
        char {
            underlying_opt_attribute UnderlyingOptAttribute 317 "4.2 to 5.0SP2",
        }
        flag {
            last_fragment LastFragment 893 "4.4 to 5.0SP2",
        }
        time {
            quote_set_valid_until_time QuoteSetValidUntilTime 367 "5.0SP2",
        }
        ; data {
            encoded_underlying_issuer EncodedUnderlyingIssuer 362 363 "4.2 to 5.0SP2",
            encoded_underlying_security_desc EncodedUnderlyingSecurityDesc 364 365 "4.2 to 5.0SP2",
        }
        code {
            underlying_cash_type UnderlyingCashType 974 "5.0 to 5.0SP2",
            underlying_settlement_type UnderlyingSettlementType 975 "5.0 to 5.0SP2",
            underlying_fx_rate_calc UnderlyingFXRateCalc 1046 "5.0 to 5.0SP2",
        }
        codes {}
        group {
            no_quote_entries NoQuoteEntries NoQuoteEntriesWriter 295 "4.2 to 5.0SP2",
            no_underlying_security_alt_id NoUnderlyingSecurityAltID NoUnderlyingSecurityAltIDWriter 457 "4.3 to 5.0SP2",
            no_underlying_stips NoUnderlyingStips NoUnderlyingStipsWriter 887 "4.4 to 5.0SP2",
            no_undly_instrument_parties NoUndlyInstrumentParties NoUndlyInstrumentPartiesWriter 1058 "5.0 to 5.0SP2",
        }
    }
    NoContraBrokers NoContraBrokersWriter 382 {
        text {
            contra_trader ContraTrader 337 "4.2 to 5.0SP2", contra_broker ContraBroker 375 "4.2 to 5.0SP2",
            contra_leg_ref_id ContraLegRefID 655 "4.3 to 5.0SP2",
        }
        decimal {
            contra_trade_qty ContraTradeQty 437 "4.2 to 5.0SP2",
        }
        time {
            contra_trade_time ContraTradeTime 438 "4.2 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoMsgTypes NoMsgTypesWriter 384 {
        text {
            ref_msg_type RefMsgType 372 "4.2 to 4.4, FIXT 1.1", ref_appl_ver_id RefApplVerID 1130 "FIXT 1.1",
            ref_cstm_appl_ver_id RefCstmApplVerID 1131 "FIXT 1.1",
        }
        int {
            ref_appl_ext_id RefApplExtID 1406 "FIXT 1.1",
        }
        flag {
            default_ver_indicator DefaultVerIndicator 1410 "FIXT 1.1",
        }
        ; data {}
        code {
            msg_direction MsgDirection 385 "4.2 to 4.4, FIXT 1.1",
        }
        codes {}
        group {}
    }
    NoTradingSessions NoTradingSessionsWriter 386 {
        text {
            trading_session_id TradingSessionID 336 "4.2 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoPartyIDs NoPartyIDsWriter 453 {
        text {
            party_id PartyID 448 "4.3 to 5.0SP2", party_sub_id PartySubID 523 "4.3",
        }
        ; data {}
        code {
            party_id_source PartyIDSource 447 "4.3 to 5.0SP2", party_role PartyRole 452 "4.3 to 5.0SP2",
        }
        codes {}
        group {
            no_party_sub_ids NoPartySubIDs NoPartySubIDsWriter 802 "4.4 to 5.0SP2",
        }
    }
    NoSecurityAltID NoSecurityAltIDWriter 454 {
        text {
            security_alt_id SecurityAltID 455 "4.3 to 5.0SP2",
            security_alt_id_source SecurityAltIDSource 456 "4.3 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoUnderlyingSecurityAltID NoUnderlyingSecurityAltIDWriter 457 {
        text {
            underlying_security_alt_id UnderlyingSecurityAltID 458 "4.3 to 5.0SP2",
            underlying_security_alt_id_source UnderlyingSecurityAltIDSource 459 "4.3 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoContAmts NoContAmtsWriter 518 {
        text {
            cont_amt_curr ContAmtCurr 521 "4.3 to 5.0SP2",
        }
        decimal {
            cont_amt_value ContAmtValue 520 "4.3 to 5.0SP2",
        }
        ; data {}
        code {
            cont_amt_type ContAmtType 519 "4.3 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoAffectedOrders NoAffectedOrdersWriter 534 {
        text {
            orig_cl_ord_id OrigClOrdID 41 "4.3 to 5.0SP2", affected_order_id AffectedOrderID 535 "4.3 to 5.0SP2",
            affected_secondary_order_id AffectedSecondaryOrderID 536 "4.3 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoNestedPartyIDs NoNestedPartyIDsWriter 539 {
        text {
            nested_party_id NestedPartyID 524 "4.3 to 5.0SP2", nested_party_sub_id NestedPartySubID 545 "4.3",
        }
        int {
            nested_party_role NestedPartyRole 538 "4.3 to 5.0SP2",
        }
        char {
            nested_party_id_source NestedPartyIDSource 525 "4.3 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_nested_party_sub_ids NoNestedPartySubIDs NoNestedPartySubIDsWriter 804 "4.4 to 5.0SP2",
        }
    }
    NoLegs NoLegsWriter 555 {
        text {
            leg_coupon_payment_date LegCouponPaymentDate 248 "4.3 to 5.0SP2",
            leg_issue_date LegIssueDate 249 "4.3 to 5.0SP2",
            leg_repo_collateral_security_type LegRepoCollateralSecurityType 250 "4.3 to 5.0SP2",
            leg_redemption_date LegRedemptionDate 254 "4.3 to 5.0SP2",
            leg_credit_rating LegCreditRating 257 "4.3 to 5.0SP2", leg_currency LegCurrency 556 "4.3 to 5.0SP2",
            leg_settl_type LegSettlType 587 "4.3 to 5.0SP2", leg_settl_date LegSettlDate 588 "4.3 to 5.0SP2",
            leg_country_of_issue LegCountryOfIssue 596 "4.3 to 5.0SP2",
            leg_state_or_province_of_issue LegStateOrProvinceOfIssue 597 "4.3 to 5.0SP2",
            leg_locale_of_issue LegLocaleOfIssue 598 "4.3 to 5.0SP2",
            leg_instr_registry LegInstrRegistry 599 "4.3 to 5.0SP2", leg_symbol LegSymbol 600 "4.3 to 5.0SP2",
            leg_symbol_sfx LegSymbolSfx 601 "4.3 to 5.0SP2", leg_security_id LegSecurityID 602 "4.3 to 5.0SP2",
            leg_security_id_source LegSecurityIDSource 603 "4.3 to 5.0SP2",
            leg_cfi_code LegCFICode 608 "4.3 to 5.0SP2", leg_security_type LegSecurityType 609 "4.3 to 5.0SP2",
            leg_maturity_month_year LegMaturityMonthYear 610 "4.3 to 5.0SP2",
            leg_maturity_date LegMaturityDate 611 "4.3 to 5.0SP2",
            leg_security_exchange LegSecurityExchange 616 "4.3 to 5.0SP2", leg_issuer LegIssuer 617 "4.3 to 5.0SP2",
            leg_security_desc LegSecurityDesc 620 "4.3 to 5.0SP2", leg_ref_id LegRefID 654 "4.3 to 5.0SP2",
            leg_settl_currency LegSettlCurrency 675 "5.0 to 5.0SP2",
            leg_benchmark_curve_currency LegBenchmarkCurveCurrency 676 "4.4 to 5.0SP2",
            leg_benchmark_curve_name LegBenchmarkCurveName 677 "4.4 to 5.0SP2",
            leg_benchmark_curve_point LegBenchmarkCurvePoint 678 "4.4 to 5.0SP2",
            leg_dated_date LegDatedDate 739 "4.4 to 5.0SP2", leg_pool LegPool 740 "4.4 to 5.0SP2",
            leg_security_sub_type LegSecuritySubType 764 "4.4 to 5.0SP2",
            leg_strike_currency LegStrikeCurrency 942 "4.4 to 5.0SP2",
            leg_contract_settl_month LegContractSettlMonth 955 "4.4 to 5.0SP2",
            leg_interest_accrual_date LegInterestAccrualDate 956 "4.4 to 5.0SP2",
            leg_unit_of_measure LegUnitOfMeasure 999 "5.0 to 5.0SP2", leg_time_unit LegTimeUnit 1001 "5.0 to 5.0SP2",
            leg_maturity_time LegMaturityTime 1212 "5.0SP1, 5.0SP2", leg_alloc_id LegAllocID 1366 "5.0SP1, 5.0SP2",
            leg_exec_inst LegExecInst 1384 "5.0SP1, 5.0SP2",
            leg_price_unit_of_measure LegPriceUnitOfMeasure 1421 "5.0SP1, 5.0SP2",
        }
        decimal {
            leg_repurchase_rate LegRepurchaseRate 252 "4.3 to 5.0SP2", leg_factor LegFactor 253 "4.3 to 5.0SP2",
            leg_price LegPrice 566 "4.3 to 5.0SP1", leg_strike_price LegStrikePrice 612 "4.3 to 5.0SP2",
            leg_contract_multiplier LegContractMultiplier 614 "4.3 to 5.0SP2",
            leg_coupon_rate LegCouponRate 615 "4.3 to 5.0SP2", leg_ratio_qty LegRatioQty 623 "4.3 to 5.0SP2",
            leg_last_px LegLastPx 637 "4.3 to 5.0SP2", leg_benchmark_price LegBenchmarkPrice 679 "4.4 to 5.0SP2",
            leg_bid_px LegBidPx 681 "4.4 to 5.0SP2", leg_offer_px LegOfferPx 684 "4.4 to 5.0SP2",
            leg_order_qty LegOrderQty 685 "5.0 to 5.0SP2", leg_qty LegQty 687 "4.4 to 5.0SP2",
            leg_option_ratio LegOptionRatio 1017 "5.0 to 5.0SP2",
            leg_bid_forward_points LegBidForwardPoints 1067 "5.0 to 5.0SP2",
            leg_offer_forward_points LegOfferForwardPoints 1068 "5.0 to 5.0SP2",
            leg_last_forward_points LegLastForwardPoints 1073 "5.0 to 5.0SP2",
            leg_calculated_ccy_last_qty LegCalculatedCcyLastQty 1074 "5.0 to 5.0SP2",
            leg_gross_trade_amt LegGrossTradeAmt 1075 "5.0 to 5.0SP2",
            leg_unit_of_measure_qty LegUnitOfMeasureQty 1224 "5.0SP1, 5.0SP2",
            leg_volatility LegVolatility 1379 "5.0SP1, 5.0SP2",
            leg_dividend_yield LegDividendYield 1381 "5.0SP1, 5.0SP2",
            leg_currency_ratio LegCurrencyRatio 1383 "5.0SP1, 5.0SP2", leg_last_qty LegLastQty 1418 "5.0SP1, 5.0SP2",
            leg_price_unit_of_measure_qty LegPriceUnitOfMeasureQty 1422 "5.0SP1, 5.0SP2",
        }
        int {
            leg_repurchase_term LegRepurchaseTerm 251 "4.3 to 5.0SP2",
            leg_covered_or_uncovered LegCoveredOrUncovered 565 "4.3 to 5.0SP2",
            leg_product LegProduct 607 "4.3 to 5.0SP2",
            leg_benchmark_price_type LegBenchmarkPriceType 680 "4.4 to 5.0SP2",
            leg_price_type LegPriceType 686 "4.4 to 5.0SP2", leg_put_or_call LegPutOrCall 1358 "5.0SP1, 5.0SP2",
            leg_exercise_style LegExerciseStyle 1420 "5.0SP1, 5.0SP2",
            leg_contract_multiplier_unit LegContractMultiplierUnit 1436 "5.0SP2",
            leg_flow_schedule_type LegFlowScheduleType 1440 "5.0SP2",
        }
        char {
            leg_position_effect LegPositionEffect 564 "4.3 to 5.0SP2",
            leg_opt_attribute LegOptAttribute 613 "4.3 to 5.0SP2", leg_side LegSide 624 "4.3 to 5.0SP2",
        }
        ; data {
            encoded_leg_issuer EncodedLegIssuer 618 619 "4.3 to 5.0SP2",
            encoded_leg_security_desc EncodedLegSecurityDesc 621 622 "4.3 to 5.0SP2",
        }
        code {
            leg_swap_type LegSwapType 690 "4.4 to 5.0SP2",
        }
        codes {}
        group {
            no_nested_party_ids NoNestedPartyIDs NoNestedPartyIDsWriter 539 "4.3 to 5.0SP2",
            no_leg_security_alt_id NoLegSecurityAltID NoLegSecurityAltIDWriter 604 "4.3 to 5.0SP2",
            no_leg_allocs NoLegAllocs NoLegAllocsWriter 670 "5.0SP1, 5.0SP2",
            no_leg_stipulations NoLegStipulations NoLegStipulationsWriter 683 "4.4 to 5.0SP2",
            no_nested3_party_ids NoNested3PartyIDs NoNested3PartyIDsWriter 948 "5.0SP1, 5.0SP2",
        }
    }
    NoLegSecurityAltID NoLegSecurityAltIDWriter 604 {
        text {
            leg_security_alt_id LegSecurityAltID 605 "4.3 to 5.0SP2",
            leg_security_alt_id_source LegSecurityAltIDSource 606 "4.3 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoLegAllocs NoLegAllocsWriter 670 {
        text {
            leg_alloc_account LegAllocAccount 671 "5.0SP1, 5.0SP2",
            leg_individual_alloc_id LegIndividualAllocID 672 "5.0SP1, 5.0SP2",
            leg_alloc_acct_id_source LegAllocAcctIDSource 674 "5.0SP1, 5.0SP2",
            leg_alloc_settl_currency LegAllocSettlCurrency 1367 "5.0SP1, 5.0SP2",
        }
        decimal {
            leg_alloc_qty LegAllocQty 673 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_nested2_party_ids NoNested2PartyIDs NoNested2PartyIDsWriter 756 "5.0SP1, 5.0SP2",
        }
    }
    NoLegStipulations NoLegStipulationsWriter 683 {
        text {
            leg_stipulation_type LegStipulationType 688 "4.4 to 5.0SP2",
            leg_stipulation_value LegStipulationValue 689 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoUnderlyings NoUnderlyingsWriter 711 {
        text {
            underlying_coupon_payment_date UnderlyingCouponPaymentDate 241 "4.4 to 5.0SP2",
            underlying_issue_date UnderlyingIssueDate 242 "4.4 to 5.0SP2",
            underlying_repo_collateral_security_type UnderlyingRepoCollateralSecurityType 243 "4.4 to 5.0SP2",
            underlying_redemption_date UnderlyingRedemptionDate 247 "4.4 to 5.0SP2",
            underlying_credit_rating UnderlyingCreditRating 256 "4.4 to 5.0SP2",
            underlying_security_id_source UnderlyingSecurityIDSource 305 "4.4 to 5.0SP2",
            underlying_issuer UnderlyingIssuer 306 "4.4 to 5.0SP2",
            underlying_security_desc UnderlyingSecurityDesc 307 "4.4 to 5.0SP2",
            underlying_security_exchange UnderlyingSecurityExchange 308 "4.4 to 5.0SP2",
            underlying_security_id UnderlyingSecurityID 309 "4.4 to 5.0SP2",
            underlying_security_type UnderlyingSecurityType 310 "4.4 to 5.0SP2",
            underlying_symbol UnderlyingSymbol 311 "4.4 to 5.0SP2",
            underlying_symbol_sfx UnderlyingSymbolSfx 312 "4.4 to 5.0SP2",
            underlying_maturity_month_year UnderlyingMaturityMonthYear 313 "4.4 to 5.0SP2",
            underlying_currency UnderlyingCurrency 318 "4.4 to 5.0SP2",
            underlying_cfi_code UnderlyingCFICode 463 "4.4 to 5.0SP2",
            underlying_maturity_date UnderlyingMaturityDate 542 "4.4 to 5.0SP2",
            underlying_country_of_issue UnderlyingCountryOfIssue 592 "4.4 to 5.0SP2",
            underlying_state_or_province_of_issue UnderlyingStateOrProvinceOfIssue 593 "4.4 to 5.0SP2",
            underlying_locale_of_issue UnderlyingLocaleOfIssue 594 "4.4 to 5.0SP2",
            underlying_instr_registry UnderlyingInstrRegistry 595 "4.4 to 5.0SP2",
            underlying_security_sub_type UnderlyingSecuritySubType 763 "4.4 to 5.0SP2",
            underlying_cp_program UnderlyingCPProgram 877 "4.4 to 5.0SP2",
            underlying_cp_reg_type UnderlyingCPRegType 878 "4.4 to 5.0SP2",
            underlying_strike_currency UnderlyingStrikeCurrency 941 "4.4 to 5.0SP2",
            underlying_unit_of_measure UnderlyingUnitOfMeasure 998 "5.0 to 5.0SP2",
            underlying_time_unit UnderlyingTimeUnit 1000 "5.0 to 5.0SP2",
            underlying_settl_method UnderlyingSettlMethod 1039 "5.0 to 5.0SP2",
            underlying_maturity_time UnderlyingMaturityTime 1213 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure UnderlyingPriceUnitOfMeasure 1424 "5.0SP1, 5.0SP2",
            underlying_restructuring_type UnderlyingRestructuringType 1453 "5.0SP2",
            underlying_seniority UnderlyingSeniority 1454 "5.0SP2",
        }
        decimal {
            underlying_repurchase_rate UnderlyingRepurchaseRate 245 "4.4 to 5.0SP2",
            underlying_factor UnderlyingFactor 246 "4.4 to 5.0SP2",
            underlying_strike_price UnderlyingStrikePrice 316 "4.4 to 5.0SP2",
            underlying_coupon_rate UnderlyingCouponRate 435 "4.4 to 5.0SP2",
            underlying_contract_multiplier UnderlyingContractMultiplier 436 "4.4 to 5.0SP2",
            underlying_px UnderlyingPx 810 "4.4 to 5.0SP2", underlying_qty UnderlyingQty 879 "4.4 to 5.0SP2",
            underlying_dirty_price UnderlyingDirtyPrice 882 "4.4 to 5.0SP2",
            underlying_end_price UnderlyingEndPrice 883 "4.4 to 5.0SP2",
            underlying_start_value UnderlyingStartValue 884 "4.4 to 5.0SP2",
            underlying_current_value UnderlyingCurrentValue 885 "4.4 to 5.0SP2",
            underlying_end_value UnderlyingEndValue 886 "4.4 to 5.0SP2",
            underlying_allocation_percent UnderlyingAllocationPercent 972 "5.0 to 5.0SP2",
            underlying_cash_amount UnderlyingCashAmount 973 "5.0 to 5.0SP2",
            underlying_cap_value UnderlyingCapValue 1038 "5.0 to 5.0SP2",
            underlying_adjusted_quantity UnderlyingAdjustedQuantity 1044 "5.0 to 5.0SP2",
            underlying_fx_rate UnderlyingFXRate 1045 "5.0 to 5.0SP2",
            underlying_unit_of_measure_qty UnderlyingUnitOfMeasureQty 1423 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure_qty UnderlyingPriceUnitOfMeasureQty 1425 "5.0SP1, 5.0SP2",
            underlying_notional_percentage_outstanding UnderlyingNotionalPercentageOutstanding 1455 "5.0SP2",
            underlying_original_notional_percentage_outstanding UnderlyingOriginalNotionalPercentageOutstanding 1456 "5.0SP2",
            underlying_attachment_point UnderlyingAttachmentPoint 1459 "5.0SP2",
            underlying_detachment_point UnderlyingDetachmentPoint 1460 "5.0SP2",
        }
        int {
            underlying_repurchase_term UnderlyingRepurchaseTerm 244 "4.4 to 5.0SP2",
            underlying_put_or_call UnderlyingPutOrCall 315 "4.4 to 5.0SP2",
            underlying_product UnderlyingProduct 462 "4.4 to 5.0SP2",
            underlying_exercise_style UnderlyingExerciseStyle 1419 "5.0SP1, 5.0SP2",
            underlying_contract_multiplier_unit UnderlyingContractMultiplierUnit 1437 "5.0SP2",
            underlying_flow_schedule_type UnderlyingFlowScheduleType 1441 "5.0SP2",
        }
        char {
            underlying_opt_attribute UnderlyingOptAttribute 317 "4.4 to 5.0SP2",
        }
        ; data {
            encoded_underlying_issuer EncodedUnderlyingIssuer 362 363 "4.4 to 5.0SP2",
            encoded_underlying_security_desc EncodedUnderlyingSecurityDesc 364 365 "4.4 to 5.0SP2",
        }
        code {
            coll_action CollAction 944 "4.4 to 5.0SP2", underlying_cash_type UnderlyingCashType 974 "5.0 to 5.0SP2",
            underlying_settlement_type UnderlyingSettlementType 975 "5.0 to 5.0SP2",
            underlying_fx_rate_calc UnderlyingFXRateCalc 1046 "5.0 to 5.0SP2",
        }
        codes {}
        group {
            no_underlying_security_alt_id NoUnderlyingSecurityAltID NoUnderlyingSecurityAltIDWriter 457 "4.4 to 5.0SP2",
            no_underlying_stips NoUnderlyingStips NoUnderlyingStipsWriter 887 "4.4 to 5.0SP2",
            no_undly_instrument_parties NoUndlyInstrumentParties NoUndlyInstrumentPartiesWriter 1058 "5.0 to 5.0SP2",
        }
    }
    NoQuoteQualifiers NoQuoteQualifiersWriter 735 {
        char {
            quote_qualifier QuoteQualifier 695 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoNested2PartyIDs NoNested2PartyIDsWriter 756 {
        text {
            nested2_party_id Nested2PartyID 757 "4.4 to 5.0SP2",
        }
        int {
            nested2_party_role Nested2PartyRole 759 "4.4 to 5.0SP2",
        }
        char {
            nested2_party_id_source Nested2PartyIDSource 758 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_nested2_party_sub_ids NoNested2PartySubIDs NoNested2PartySubIDsWriter 806 "4.4 to 5.0SP2",
        }
    }
    NoTrdRegTimestamps NoTrdRegTimestampsWriter 768 {
        text {
            trd_reg_timestamp_origin TrdRegTimestampOrigin 771 "4.4 to 5.0SP2",
            desk_order_handling_inst DeskOrderHandlingInst 1035 "5.0 to 5.0SP2",
        }
        time {
            trd_reg_timestamp TrdRegTimestamp 769 "4.4 to 5.0SP2",
        }
        ; data {}
        code {
            trd_reg_timestamp_type TrdRegTimestampType 770 "4.4 to 5.0SP2", desk_type DeskType 1033 "5.0 to 5.0SP2",
            desk_type_source DeskTypeSource 1034 "5.0 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoSettlPartyIDs NoSettlPartyIDsWriter 781 {
        text {
            settl_party_id SettlPartyID 782 "4.4 to 5.0SP2",
        }
        int {
            settl_party_role SettlPartyRole 784 "4.4 to 5.0SP2",
        }
        char {
            settl_party_id_source SettlPartyIDSource 783 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_settl_party_sub_ids NoSettlPartySubIDs NoSettlPartySubIDsWriter 801 "4.4 to 5.0SP2",
        }
    }
    NoSettlPartySubIDs NoSettlPartySubIDsWriter 801 {
        text {
            settl_party_sub_id SettlPartySubID 785 "4.4 to 5.0SP2",
        }
        int {
            settl_party_sub_id_type SettlPartySubIDType 786 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoPartySubIDs NoPartySubIDsWriter 802 {
        text {
            party_sub_id PartySubID 523 "4.4 to 5.0SP2",
        }
        ; data {}
        code {
            party_sub_id_type PartySubIDType 803 "4.4 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoNestedPartySubIDs NoNestedPartySubIDsWriter 804 {
        text {
            nested_party_sub_id NestedPartySubID 545 "4.4 to 5.0SP2",
        }
        int {
            nested_party_sub_id_type NestedPartySubIDType 805 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoNested2PartySubIDs NoNested2PartySubIDsWriter 806 {
        text {
            nested2_party_sub_id Nested2PartySubID 760 "4.4 to 5.0SP2",
        }
        int {
            nested2_party_sub_id_type Nested2PartySubIDType 807 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoAltMDSource NoAltMDSourceWriter 816 {
        text {
            alt_md_source_id AltMDSourceID 817 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoCapacities NoCapacitiesWriter 862 {
        decimal {
            order_capacity_qty OrderCapacityQty 863 "4.4 to 5.0SP2",
        }
        ; data {}
        code {
            order_capacity OrderCapacity 528 "4.4 to 5.0SP2",
        }
        codes {
            order_restrictions OrderRestrictions 529 "4.4 to 5.0SP2",
        }
        group {}
    }
    NoEvents NoEventsWriter 864 {
        text {
            event_date EventDate 866 "4.4 to 5.0SP2", event_text EventText 868 "4.4 to 5.0SP2",
        }
        decimal {
            event_px EventPx 867 "4.4 to 5.0SP2",
        }
        time {
            event_time EventTime 1145 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            event_type EventType 865 "4.4 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoInstrAttrib NoInstrAttribWriter 870 {
        text {
            instr_attrib_value InstrAttribValue 872 "4.4 to 5.0SP2",
        }
        ; data {}
        code {
            instr_attrib_type InstrAttribType 871 "4.4 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoUnderlyingStips NoUnderlyingStipsWriter 887 {
        text {
            underlying_stip_type UnderlyingStipType 888 "4.4 to 5.0SP2",
            underlying_stip_value UnderlyingStipValue 889 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoTrades NoTradesWriter 897 {
        text {
            trade_report_id TradeReportID 571 "4.4 to 5.0SP2",
            secondary_trade_report_id SecondaryTradeReportID 818 "4.4 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoCollInquiryQualifier NoCollInquiryQualifierWriter 938 {
        ; data {}
        code {
            coll_inquiry_qualifier CollInquiryQualifier 896 "4.4 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoNested3PartyIDs NoNested3PartyIDsWriter 948 {
        text {
            nested3_party_id Nested3PartyID 949 "5.0SP1, 5.0SP2",
        }
        int {
            nested3_party_role Nested3PartyRole 951 "5.0SP1, 5.0SP2",
        }
        char {
            nested3_party_id_source Nested3PartyIDSource 950 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_nested3_party_sub_ids NoNested3PartySubIDs NoNested3PartySubIDsWriter 952 "5.0SP1, 5.0SP2",
        }
    }
    NoNested3PartySubIDs NoNested3PartySubIDsWriter 952 {
        text {
            nested3_party_sub_id Nested3PartySubID 953 "5.0SP1, 5.0SP2",
        }
        int {
            nested3_party_sub_id_type Nested3PartySubIDType 954 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoStrategyParameters NoStrategyParametersWriter 957 {
        text {
            strategy_parameter_name StrategyParameterName 958 "5.0 to 5.0SP2",
            strategy_parameter_value StrategyParameterValue 960 "5.0 to 5.0SP2",
        }
        ; data {}
        code {
            strategy_parameter_type StrategyParameterType 959 "5.0 to 5.0SP2",
        }
        codes {}
        group {}
    }
    NoInstrumentParties NoInstrumentPartiesWriter 1018 {
        text {
            instrument_party_id InstrumentPartyID 1019 "5.0 to 5.0SP2",
        }
        int {
            instrument_party_role InstrumentPartyRole 1051 "5.0 to 5.0SP2",
        }
        char {
            instrument_party_id_source InstrumentPartyIDSource 1050 "5.0 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_instrument_party_sub_ids NoInstrumentPartySubIDs NoInstrumentPartySubIDsWriter 1052 "5.0 to 5.0SP2",
        }
    }
    NoInstrumentPartySubIDs NoInstrumentPartySubIDsWriter 1052 {
        text {
            instrument_party_sub_id InstrumentPartySubID 1053 "5.0 to 5.0SP2",
        }
        int {
            instrument_party_sub_id_type InstrumentPartySubIDType 1054 "5.0 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoUndlyInstrumentParties NoUndlyInstrumentPartiesWriter 1058 {
        text {
            underlying_instrument_party_id UnderlyingInstrumentPartyID 1059 "5.0 to 5.0SP2",
        }
        int {
            underlying_instrument_party_role UnderlyingInstrumentPartyRole 1061 "5.0 to 5.0SP2",
        }
        char {
            underlying_instrument_party_id_source UnderlyingInstrumentPartyIDSource 1060 "5.0 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_undly_instrument_party_sub_ids NoUndlyInstrumentPartySubIDs NoUndlyInstrumentPartySubIDsWriter 1062 "5.0 to 5.0SP2",
        }
    }
    NoUndlyInstrumentPartySubIDs NoUndlyInstrumentPartySubIDsWriter 1062 {
        text {
            underlying_instrument_party_sub_id UnderlyingInstrumentPartySubID 1063 "5.0 to 5.0SP2",
        }
        int {
            underlying_instrument_party_sub_id_type UnderlyingInstrumentPartySubIDType 1064 "5.0 to 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoRootPartyIDs NoRootPartyIDsWriter 1116 {
        text {
            root_party_id RootPartyID 1117 "5.0SP1, 5.0SP2",
        }
        int {
            root_party_role RootPartyRole 1119 "5.0SP1, 5.0SP2",
        }
        char {
            root_party_id_source RootPartyIDSource 1118 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_root_party_sub_ids NoRootPartySubIDs NoRootPartySubIDsWriter 1120 "5.0SP1, 5.0SP2",
        }
    }
    NoRootPartySubIDs NoRootPartySubIDsWriter 1120 {
        text {
            root_party_sub_id RootPartySubID 1121 "5.0SP1, 5.0SP2",
        }
        int {
            root_party_sub_id_type RootPartySubIDType 1122 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoMDFeedTypes NoMDFeedTypesWriter 1141 {
        text {
            md_feed_type MDFeedType 1022 "5.0SP1, 5.0SP2",
        }
        int {
            market_depth MarketDepth 264 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            md_book_type MDBookType 1021 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoStatsIndicators NoStatsIndicatorsWriter 1175 {
        ; data {}
        code {
            stats_type StatsType 1176 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoOfSecSizes NoOfSecSizesWriter 1177 {
        decimal {
            md_sec_size MDSecSize 1179 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            md_sec_size_type MDSecSizeType 1178 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoStrikeRules NoStrikeRulesWriter 1201 {
        text {
            strike_rule_id StrikeRuleID 1223 "5.0SP1, 5.0SP2",
        }
        decimal {
            start_strike_px_range StartStrikePxRange 1202 "5.0SP1, 5.0SP2",
            end_strike_px_range EndStrikePxRange 1203 "5.0SP1, 5.0SP2",
            strike_increment StrikeIncrement 1204 "5.0SP1, 5.0SP2",
        }
        int {
            strike_exercise_style StrikeExerciseStyle 1304 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_maturity_rules NoMaturityRules NoMaturityRulesWriter 1236 "5.0SP1, 5.0SP2",
        }
    }
    NoTickRules NoTickRulesWriter 1205 {
        decimal {
            start_tick_price_range StartTickPriceRange 1206 "5.0SP1, 5.0SP2",
            end_tick_price_range EndTickPriceRange 1207 "5.0SP1, 5.0SP2",
            tick_increment TickIncrement 1208 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            tick_rule_type TickRuleType 1209 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoExecInstRules NoExecInstRulesWriter 1232 {
        text {
            exec_inst_value ExecInstValue 1308 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoLotTypeRules NoLotTypeRulesWriter 1234 {
        decimal {
            min_lot_size MinLotSize 1231 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            lot_type LotType 1093 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoMatchRules NoMatchRulesWriter 1235 {
        text {
            match_algorithm MatchAlgorithm 1142 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            match_type MatchType 574 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoMaturityRules NoMaturityRulesWriter 1236 {
        text {
            maturity_rule_id MaturityRuleID 1222 "5.0SP1, 5.0SP2",
            end_maturity_month_year EndMaturityMonthYear 1226 "5.0SP1, 5.0SP2",
            start_maturity_month_year StartMaturityMonthYear 1241 "5.0SP1, 5.0SP2",
        }
        int {
            maturity_month_year_increment MaturityMonthYearIncrement 1229 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            maturity_month_year_increment_units MaturityMonthYearIncrementUnits 1302 "5.0SP1, 5.0SP2",
            maturity_month_year_format MaturityMonthYearFormat 1303 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoOrdTypeRules NoOrdTypeRulesWriter 1237 {
        ; data {}
        code {
            ord_type OrdType 40 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoTimeInForceRules NoTimeInForceRulesWriter 1239 {
        ; data {}
        code {
            time_in_force TimeInForce 59 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {}
    }
    NoTradingSessionRules NoTradingSessionRulesWriter 1309 {
        text {
            trading_session_id TradingSessionID 336 "5.0SP1, 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_md_feed_types NoMDFeedTypes NoMDFeedTypesWriter 1141 "5.0SP1, 5.0SP2",
            no_exec_inst_rules NoExecInstRules NoExecInstRulesWriter 1232 "5.0SP1, 5.0SP2",
            no_match_rules NoMatchRules NoMatchRulesWriter 1235 "5.0SP1, 5.0SP2",
            no_ord_type_rules NoOrdTypeRules NoOrdTypeRulesWriter 1237 "5.0SP1, 5.0SP2",
            no_time_in_force_rules NoTimeInForceRules NoTimeInForceRulesWriter 1239 "5.0SP1, 5.0SP2",
        }
    }
    NoMarketSegments NoMarketSegmentsWriter 1310 {
        text {
            trading_currency TradingCurrency 1245 "5.0SP1, 5.0SP2",
            market_segment_id MarketSegmentID 1300 "5.0SP1, 5.0SP2", market_id MarketID 1301 "5.0SP1, 5.0SP2",
        }
        decimal {
            round_lot RoundLot 561 "5.0SP1, 5.0SP2", min_trade_vol MinTradeVol 562 "5.0SP1, 5.0SP2",
            max_trade_vol MaxTradeVol 1140 "5.0SP1, 5.0SP2",
            max_price_variation MaxPriceVariation 1143 "5.0SP1, 5.0SP2",
            low_limit_price LowLimitPrice 1148 "5.0SP1, 5.0SP2",
            high_limit_price HighLimitPrice 1149 "5.0SP1, 5.0SP2",
            trading_reference_price TradingReferencePrice 1150 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            price_type PriceType 423 "5.0SP1, 5.0SP2", expiration_cycle ExpirationCycle 827 "5.0SP1, 5.0SP2",
            implied_market_indicator ImpliedMarketIndicator 1144 "5.0SP1, 5.0SP2",
            price_limit_type PriceLimitType 1306 "5.0SP1, 5.0SP2", multileg_model MultilegModel 1377 "5.0SP1, 5.0SP2",
            multileg_price_method MultilegPriceMethod 1378 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {
            no_strike_rules NoStrikeRules NoStrikeRulesWriter 1201 "5.0SP1, 5.0SP2",
            no_tick_rules NoTickRules NoTickRulesWriter 1205 "5.0SP1, 5.0SP2",
            no_lot_type_rules NoLotTypeRules NoLotTypeRulesWriter 1234 "5.0SP1, 5.0SP2",
            no_trading_session_rules NoTradingSessionRules NoTradingSessionRulesWriter 1309 "5.0SP1, 5.0SP2",
            no_nested_instr_attrib NoNestedInstrAttrib NoNestedInstrAttribWriter 1312 "5.0SP1, 5.0SP2",
        }
    }
    NoNestedInstrAttrib NoNestedInstrAttribWriter 1312 {
        text {
            nested_instr_attrib_value NestedInstrAttribValue 1211 "5.0SP1, 5.0SP2",
        }
        int {
            nested_instr_attrib_type NestedInstrAttribType 1210 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoFills NoFillsWriter 1362 {
        text {
            fill_exec_id FillExecID 1363 "5.0SP1, 5.0SP2",
        }
        decimal {
            fill_px FillPx 1364 "5.0SP1, 5.0SP2", fill_qty FillQty 1365 "5.0SP1, 5.0SP2",
        }
        int {
            fill_liquidity_ind FillLiquidityInd 1443 "5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_nested4_party_ids NoNested4PartyIDs NoNested4PartyIDsWriter 1414 "5.0SP1, 5.0SP2",
        }
    }
    NoNotAffectedOrders NoNotAffectedOrdersWriter 1370 {
        text {
            not_affected_order_id NotAffectedOrderID 1371 "5.0SP1, 5.0SP2",
            not_aff_orig_cl_ord_id NotAffOrigClOrdID 1372 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoNested4PartySubIDs NoNested4PartySubIDsWriter 1413 {
        text {
            nested4_party_sub_id Nested4PartySubID 1412 "5.0SP1, 5.0SP2",
        }
        int {
            nested4_party_sub_id_type Nested4PartySubIDType 1411 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoNested4PartyIDs NoNested4PartyIDsWriter 1414 {
        text {
            nested4_party_id Nested4PartyID 1415 "5.0SP1, 5.0SP2",
        }
        int {
            nested4_party_role Nested4PartyRole 1417 "5.0SP1, 5.0SP2",
        }
        char {
            nested4_party_id_source Nested4PartyIDSource 1416 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_nested4_party_sub_ids NoNested4PartySubIDs NoNested4PartySubIDsWriter 1413 "5.0SP1, 5.0SP2",
        }
    }
    NoRateSources NoRateSourcesWriter 1445 {
        text {
            reference_page ReferencePage 1448 "5.0SP2",
        }
        ; data {}
        code {
            rate_source RateSource 1446 "5.0SP2", rate_source_type RateSourceType 1447 "5.0SP2",
        }
        codes {}
        group {}
    }
    NoTargetPartyIDs NoTargetPartyIDsWriter 1461 {
        text {
            target_party_id TargetPartyID 1462 "5.0SP2",
        }
        int {
            target_party_role TargetPartyRole 1464 "5.0SP2",
        }
        char {
            target_party_id_source TargetPartyIDSource 1463 "5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    NoNewsRefIDs NoNewsRefIDsWriter 1475 {
        text {
            news_ref_id NewsRefID 1476 "5.0SP2",
        }
        ; data {}
        code {
            news_ref_type NewsRefType 1477 "5.0SP2",
        }
        codes {}
        group {}
    }
    NoComplexEvents NoComplexEventsWriter 1483 {
        decimal {
            complex_opt_payout_amount ComplexOptPayoutAmount 1485 "5.0SP2",
            complex_event_price ComplexEventPrice 1486 "5.0SP2",
            complex_event_price_boundary_precision ComplexEventPriceBoundaryPrecision 1488 "5.0SP2",
        }
        ; data {}
        code {
            complex_event_type ComplexEventType 1484 "5.0SP2",
            complex_event_price_boundary_method ComplexEventPriceBoundaryMethod 1487 "5.0SP2",
            complex_event_price_time_type ComplexEventPriceTimeType 1489 "5.0SP2",
            complex_event_condition ComplexEventCondition 1490 "5.0SP2",
        }
        codes {}
        group {
            no_complex_event_dates NoComplexEventDates NoComplexEventDatesWriter 1491 "5.0SP2",
        }
    }
    NoComplexEventDates NoComplexEventDatesWriter 1491 {
        text {
            complex_event_start_date ComplexEventStartDate 1492 "5.0SP2",
            complex_event_end_date ComplexEventEndDate 1493 "5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {
            no_complex_event_times NoComplexEventTimes NoComplexEventTimesWriter 1494 "5.0SP2",
        }
    }
    NoComplexEventTimes NoComplexEventTimesWriter 1494 {
        text {
            complex_event_start_time ComplexEventStartTime 1495 "5.0SP2",
            complex_event_end_time ComplexEventEndTime 1496 "5.0SP2",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
}
