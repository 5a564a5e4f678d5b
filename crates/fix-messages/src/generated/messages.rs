//! The messages, each over the union of its versions.
//! Written by tools/fix-tables: not to be edited.

crate::message::messages! {
    Heartbeat HeartbeatWriter "0" "4.0 to 4.4, FIXT 1.1" {
        text {
            test_req_id TestReqID 112 "4.0 to 4.4, FIXT 1.1",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    TestRequest TestRequestWriter "1" "4.0 to 4.4, FIXT 1.1" {
        text {
            test_req_id TestReqID 112 "4.0 to 4.4, FIXT 1.1",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    ResendRequest ResendRequestWriter "2" "4.0 to 4.4, FIXT 1.1" {
        unsigned {
            begin_seq_no BeginSeqNo 7 "4.0 to 4.4, FIXT 1.1", end_seq_no EndSeqNo 16 "4.0 to 4.4, FIXT 1.1",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    Reject RejectWriter "3" "4.0 to 4.4, FIXT 1.1" {
        text {
            text Text 58 "4.0 to 4.4, FIXT 1.1", ref_msg_type RefMsgType 372 "4.2 to 4.4, FIXT 1.1",
            ref_appl_ver_id RefApplVerID 1130 "FIXT 1.1", ref_cstm_appl_ver_id RefCstmApplVerID 1131 "FIXT 1.1",
        }
        int {
            ref_tag_id RefTagID 371 "4.2 to 4.4, FIXT 1.1", ref_appl_ext_id RefApplExtID 1406 "FIXT 1.1",
        }
        unsigned {
            ref_seq_num RefSeqNum 45 "4.0 to 4.4, FIXT 1.1",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.2 to 4.4, FIXT 1.1",
        }
        code {
            session_reject_reason SessionRejectReason 373 "4.2 to 4.4, FIXT 1.1",
        }
        codes {}
        group {}
    }
    SequenceReset SequenceResetWriter "4" "4.0 to 4.4, FIXT 1.1" {
        unsigned {
            new_seq_no NewSeqNo 36 "4.0 to 4.4, FIXT 1.1",
        }
        flag {
            gap_fill_flag GapFillFlag 123 "4.0 to 4.4, FIXT 1.1",
        }
        ; data {}
        code {}
        codes {}
        group {}
    }
    Logout LogoutWriter "5" "4.0 to 4.4, FIXT 1.1" {
        text {
            text Text 58 "4.0 to 4.4, FIXT 1.1",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.2 to 4.4, FIXT 1.1",
        }
        code {
            session_status SessionStatus 1409 "FIXT 1.1",
        }
        codes {}
        group {}
    }
    ExecutionReport ExecutionReportWriter "8" "4.0 to 5.0SP2" {
        text {
            account Account 1 "4.0 to 5.0SP2", cl_ord_id ClOrdID 11 "4.0 to 5.0SP2",
            currency Currency 15 "4.0 to 5.0SP2", exec_id ExecID 17 "4.0 to 5.0SP2",
            exec_ref_id ExecRefID 19 "4.0 to 5.0SP2", last_mkt LastMkt 30 "4.0 to 5.0SP2",
            order_id OrderID 37 "4.0 to 5.0SP2", orig_cl_ord_id OrigClOrdID 41 "4.1 to 5.0SP2",
            security_id SecurityID 48 "4.0 to 5.0SP2", symbol Symbol 55 "4.0 to 5.0SP2", text Text 58 "4.0 to 5.0SP2",
            settl_date SettlDate 64 "4.0 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.0 to 5.0SP2",
            list_id ListID 66 "4.0 to 5.0SP2", alloc_id AllocID 70 "5.0SP1, 5.0SP2",
            trade_date TradeDate 75 "4.0 to 5.0SP2", exec_broker ExecBroker 76 "4.0 to 4.2",
            issuer Issuer 106 "4.0 to 5.0SP2", security_desc SecurityDesc 107 "4.0 to 5.0SP2",
            client_id ClientID 109 "4.0 to 4.2", settl_currency SettlCurrency 120 "4.0 to 5.0SP2",
            settl_date2 SettlDate2 193 "4.2 to 5.0SP2", secondary_order_id SecondaryOrderID 198 "4.1 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.1 to 5.0SP2", maturity_day MaturityDay 205 "4.1, 4.2",
            security_exchange SecurityExchange 207 "4.1 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.3 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.3 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.3 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            trade_origination_date TradeOriginationDate 229 "4.3 to 5.0SP2", ex_date ExDate 230 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            basis_feature_date BasisFeatureDate 259 "4.3 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.2 to 5.0SP2", compliance_id ComplianceID 376 "4.2 to 5.0SP2",
            expire_date ExpireDate 432 "4.2 to 5.0SP2", clearing_firm ClearingFirm 439 "4.2",
            clearing_account ClearingAccount 440 "4.2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", comm_currency CommCurrency 479 "4.3 to 5.0SP2",
            designation Designation 494 "4.3 to 5.0SP2", regist_id RegistID 513 "4.3 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.3 to 5.0SP2",
            secondary_exec_id SecondaryExecID 527 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2", cross_id CrossID 548 "4.3 to 5.0SP2",
            orig_cross_id OrigCrossID 551 "4.3 to 5.0SP2", cl_ord_link_id ClOrdLinkID 583 "4.3 to 5.0SP2",
            mass_status_req_id MassStatusReqID 584 "4.4 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            quote_resp_id QuoteRespID 693 "4.4 to 5.0SP2",
            yield_redemption_date YieldRedemptionDate 696 "4.4 to 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "4.4 to 5.0SP2",
            yield_calc_date YieldCalcDate 701 "4.4 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2",
            ord_status_req_id OrdStatusReqID 790 "4.4 to 5.0SP2",
            target_strategy_parameters TargetStrategyParameters 848 "4.4 to 5.0SP2",
            dated_date DatedDate 873 "4.4 to 5.0SP2", interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2",
            cp_reg_type CPRegType 876 "4.4 to 5.0SP2", trd_match_id TrdMatchID 880 "5.0SP1, 5.0SP2",
            agreement_desc AgreementDesc 913 "4.4 to 5.0SP2", agreement_id AgreementID 914 "4.4 to 5.0SP2",
            agreement_date AgreementDate 915 "4.4 to 5.0SP2", start_date StartDate 916 "4.4 to 5.0SP2",
            end_date EndDate 917 "4.4 to 5.0SP2", agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            time_bracket TimeBracket 943 "4.4 to 5.0SP2", strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            host_cross_id HostCrossID 961 "5.0 to 5.0SP2", settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2",
            received_dept_id ReceivedDeptID 1030 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            peg_security_id_source PegSecurityIDSource 1096 "5.0 to 5.0SP2",
            peg_security_id PegSecurityID 1097 "5.0 to 5.0SP2", peg_symbol PegSymbol 1098 "5.0 to 5.0SP2",
            peg_security_desc PegSecurityDesc 1099 "5.0 to 5.0SP2", trigger_symbol TriggerSymbol 1103 "5.0 to 5.0SP2",
            trigger_security_id TriggerSecurityID 1104 "5.0 to 5.0SP2",
            trigger_security_id_source TriggerSecurityIDSource 1105 "5.0 to 5.0SP2",
            trigger_security_desc TriggerSecurityDesc 1106 "5.0 to 5.0SP2",
            trigger_trading_session_id TriggerTradingSessionID 1113 "5.0 to 5.0SP2",
            trigger_trading_session_sub_id TriggerTradingSessionSubID 1114 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2", appl_id ApplID 1180 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            avg_px AvgPx 6 "4.0 to 5.0SP2", commission Commission 12 "4.0 to 5.0SP2",
            cum_qty CumQty 14 "4.0 to 5.0SP2", last_px LastPx 31 "4.0 to 5.0SP2", last_qty LastQty 32 "4.0 to 5.0SP2",
            order_qty OrderQty 38 "4.0 to 5.0SP2", price Price 44 "4.0 to 5.0SP2", stop_px StopPx 99 "4.0 to 5.0SP2",
            min_qty MinQty 110 "4.2 to 5.0SP2", max_floor MaxFloor 111 "4.2 to 5.0SP2",
            net_money NetMoney 118 "4.0, 4.3 to 5.0SP2", settl_curr_amt SettlCurrAmt 119 "4.0 to 5.0SP2",
            leaves_qty LeavesQty 151 "4.1 to 5.0SP2", cash_order_qty CashOrderQty 152 "4.2 to 5.0SP2",
            settl_curr_fx_rate SettlCurrFxRate 155 "4.1 to 5.0SP2",
            accrued_interest_rate AccruedInterestRate 158 "4.3 to 5.0SP2",
            accrued_interest_amt AccruedInterestAmt 159 "4.3 to 5.0SP2", order_qty2 OrderQty2 192 "4.2 to 5.0SP2",
            last_spot_rate LastSpotRate 194 "4.1 to 5.0SP2",
            last_forward_points LastForwardPoints 195 "4.1 to 5.0SP2", strike_price StrikePrice 202 "4.1 to 5.0SP2",
            max_show MaxShow 210 "4.2 to 5.0SP2", peg_offset_value PegOffsetValue 211 "4.1 to 5.0SP2",
            spread Spread 218 "4.3 to 5.0SP2", coupon_rate CouponRate 223 "4.2 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2", yield_ Yield 236 "4.3 to 5.0SP2",
            total_takedown TotalTakedown 237 "4.3 to 5.0SP2", concession Concession 238 "4.3 to 5.0SP2",
            basis_feature_price BasisFeaturePrice 260 "4.3 to 5.0SP2",
            gross_trade_amt GrossTradeAmt 381 "4.2 to 5.0SP2",
            discretion_offset_value DiscretionOffsetValue 389 "4.2 to 5.0SP2",
            day_order_qty DayOrderQty 424 "4.2 to 5.0SP2", day_cum_qty DayCumQty 425 "4.2 to 5.0SP2",
            day_avg_px DayAvgPx 426 "4.2 to 5.0SP2", rounding_modulus RoundingModulus 469 "4.3 to 5.0SP2",
            exec_price_adjustment ExecPriceAdjustment 485 "4.3 to 5.0SP2",
            order_percent OrderPercent 516 "4.3 to 5.0SP2", price_improvement PriceImprovement 639 "4.3 to 5.0SP2",
            last_forward_points2 LastForwardPoints2 641 "4.3 to 5.0SP2",
            underlying_last_px UnderlyingLastPx 651 "4.3 to 5.0SP2",
            underlying_last_qty UnderlyingLastQty 652 "4.3 to 5.0SP2",
            benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2", last_par_px LastParPx 669 "4.4 to 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "4.4 to 5.0SP2",
            interest_at_maturity InterestAtMaturity 738 "4.4 to 5.0SP2", price_delta PriceDelta 811 "5.0SP1, 5.0SP2",
            pegged_price PeggedPrice 839 "4.4 to 5.0SP2", discretion_price DiscretionPrice 845 "4.4 to 5.0SP2",
            participation_rate ParticipationRate 849 "4.4 to 5.0SP2",
            target_strategy_performance TargetStrategyPerformance 850 "4.4 to 5.0SP2",
            margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            end_accrued_interest_amt EndAccruedInterestAmt 920 "4.4 to 5.0SP2",
            start_cash StartCash 921 "4.4 to 5.0SP2", end_cash EndCash 922 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            calculated_ccy_last_qty CalculatedCcyLastQty 1056 "5.0 to 5.0SP2",
            last_swap_points LastSwapPoints 1071 "5.0 to 5.0SP2",
            secondary_display_qty SecondaryDisplayQty 1082 "5.0 to 5.0SP2",
            display_low_qty DisplayLowQty 1085 "5.0 to 5.0SP2", display_high_qty DisplayHighQty 1086 "5.0 to 5.0SP2",
            display_min_incr DisplayMinIncr 1087 "5.0 to 5.0SP2", refresh_qty RefreshQty 1088 "5.0 to 5.0SP2",
            match_increment MatchIncrement 1089 "5.0 to 5.0SP2", pegged_ref_price PeggedRefPrice 1095 "5.0 to 5.0SP2",
            trigger_price TriggerPrice 1102 "5.0 to 5.0SP2", trigger_new_price TriggerNewPrice 1110 "5.0 to 5.0SP2",
            trigger_new_qty TriggerNewQty 1112 "5.0 to 5.0SP2", display_qty DisplayQty 1138 "5.0 to 5.0SP2",
            min_price_increment_amount MinPriceIncrementAmount 1146 "5.0SP1, 5.0SP2",
            unit_of_measure_qty UnitOfMeasureQty 1147 "5.0SP1, 5.0SP2", volatility Volatility 1188 "5.0SP1, 5.0SP2",
            time_to_expiration TimeToExpiration 1189 "5.0SP1, 5.0SP2",
            risk_free_rate RiskFreeRate 1190 "5.0SP1, 5.0SP2",
            price_unit_of_measure_qty PriceUnitOfMeasureQty 1192 "5.0SP1, 5.0SP2",
            opt_payout_amount OptPayoutAmount 1195 "5.0SP1, 5.0SP2", cap_price CapPrice 1199 "5.0SP1, 5.0SP2",
            floor_price FloorPrice 1200 "5.0SP1, 5.0SP2", dividend_yield DividendYield 1380 "5.0SP1, 5.0SP2",
            notional_percentage_outstanding NotionalPercentageOutstanding 1451 "5.0SP2",
            original_notional_percentage_outstanding OriginalNotionalPercentageOutstanding 1452 "5.0SP2",
            attachment_point AttachmentPoint 1457 "5.0SP2", detachment_point DetachmentPoint 1458 "5.0SP2",
            strike_price_boundary_precision StrikePriceBoundaryPrecision 1480 "5.0SP2",
        }
        int {
            num_days_interest NumDaysInterest 157 "4.3 to 5.0SP2", repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2",
            cust_order_capacity CustOrderCapacity 582 "4.3 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "4.4 to 5.0SP2",
            tot_num_reports TotNumReports 911 "4.4 to 5.0SP2", position_limit PositionLimit 970 "5.0 to 5.0SP2",
            nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
            max_price_levels MaxPriceLevels 1090 "5.0 to 5.0SP2", tot_no_fills TotNoFills 1361 "5.0SP1, 5.0SP2",
        }
        unsigned {
            appl_seq_num ApplSeqNum 1181 "5.0SP1, 5.0SP2", appl_last_seq_num ApplLastSeqNum 1350 "5.0SP1, 5.0SP2",
        }
        char {
            settl_curr_fx_rate_calc SettlCurrFxRateCalc 156 "4.1 to 5.0SP2",
            opt_attribute OptAttribute 206 "4.1 to 5.0SP2",
        }
        flag {
            report_to_exch ReportToExch 113 "4.0 to 5.0SP2", traded_flat_switch TradedFlatSwitch 258 "4.3 to 5.0SP2",
            solicited_flag SolicitedFlag 377 "4.2 to 5.0SP2", working_indicator WorkingIndicator 636 "4.3 to 5.0SP2",
            copy_msg_indicator CopyMsgIndicator 797 "4.4 to 5.0SP2", last_fragment LastFragment 893 "5.0SP1, 5.0SP2",
            last_rpt_requested LastRptRequested 912 "4.4 to 5.0SP2",
            manual_order_indicator ManualOrderIndicator 1028 "5.0 to 5.0SP2",
            cust_directed_order CustDirectedOrder 1029 "5.0 to 5.0SP2",
            aggressor_indicator AggressorIndicator 1057 "5.0 to 5.0SP2",
            pre_trade_anonymity PreTradeAnonymity 1091 "5.0 to 5.0SP2",
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
            appl_resend_flag ApplResendFlag 1352 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.0 to 5.0SP2", expire_time ExpireTime 126 "4.0 to 5.0SP2",
            effective_time EffectiveTime 168 "4.2 to 5.0SP2", trans_bkd_time TransBkdTime 483 "4.3 to 5.0SP2",
            exec_valuation_point ExecValuationPoint 515 "4.3 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            comm_type CommType 13 "4.0 to 5.0SP2", exec_trans_type ExecTransType 20 "4.0 to 4.2",
            handl_inst HandlInst 21 "4.2 to 5.0SP2", security_id_source SecurityIDSource 22 "4.0 to 5.0SP2",
            last_capacity LastCapacity 29 "4.0 to 5.0SP2", ord_status OrdStatus 39 "4.0 to 5.0SP2",
            ord_type OrdType 40 "4.0 to 5.0SP2", rule80_a Rule80A 47 "4.0 to 4.3", side Side 54 "4.0 to 5.0SP2",
            time_in_force TimeInForce 59 "4.0 to 5.0SP2", settl_type SettlType 63 "4.0 to 5.0SP2",
            position_effect PositionEffect 77 "4.2 to 5.0SP2", ord_rej_reason OrdRejReason 103 "4.0 to 5.0SP2",
            exec_type ExecType 150 "4.1 to 5.0SP2", security_type SecurityType 167 "4.1 to 5.0SP2",
            put_or_call PutOrCall 201 "4.1, 4.2, 4.4 to 5.0SP2", yield_type YieldType 235 "4.3 to 5.0SP2",
            exec_restatement_reason ExecRestatementReason 378 "4.2 to 5.0SP2",
            discretion_inst DiscretionInst 388 "4.2 to 5.0SP2", price_type PriceType 423 "4.3 to 5.0SP2",
            gt_booking_inst GTBookingInst 427 "4.2 to 5.0SP2",
            multi_leg_reporting_type MultiLegReportingType 442 "4.2 to 5.0SP2", product Product 460 "4.3 to 5.0SP2",
            quantity_type QuantityType 465 "4.3", rounding_direction RoundingDirection 468 "4.3 to 5.0SP2",
            cancellation_rights CancellationRights 480 "4.3 to 5.0SP2",
            money_laundering_status MoneyLaunderingStatus 481 "4.3 to 5.0SP2",
            exec_price_type ExecPriceType 484 "4.3 to 5.0SP2", fund_renew_waiv FundRenewWaiv 497 "4.3 to 5.0SP2",
            order_capacity OrderCapacity 528 "4.3 to 5.0SP2", cash_margin CashMargin 544 "4.3 to 5.0SP2",
            cross_type CrossType 549 "4.3 to 5.0SP2", match_type MatchType 574 "5.0 to 5.0SP2",
            account_type AccountType 581 "4.3 to 5.0SP2", day_booking_inst DayBookingInst 589 "4.3 to 5.0SP2",
            booking_unit BookingUnit 590 "4.3 to 5.0SP2", prealloc_method PreallocMethod 591 "4.3 to 5.0SP2",
            clearing_fee_indicator ClearingFeeIndicator 635 "4.3 to 5.0SP2",
            priority_indicator PriorityIndicator 638 "4.3 to 5.0SP2", acct_id_source AcctIDSource 660 "4.4 to 5.0SP2",
            booking_type BookingType 775 "4.4 to 5.0SP2", termination_type TerminationType 788 "4.4 to 5.0SP2",
            peg_move_type PegMoveType 835 "4.4 to 5.0SP2", peg_offset_type PegOffsetType 836 "4.4 to 5.0SP2",
            peg_limit_type PegLimitType 837 "4.4 to 5.0SP2",
            peg_round_direction PegRoundDirection 838 "4.4 to 5.0SP2", peg_scope PegScope 840 "4.4 to 5.0SP2",
            discretion_move_type DiscretionMoveType 841 "4.4 to 5.0SP2",
            discretion_offset_type DiscretionOffsetType 842 "4.4 to 5.0SP2",
            discretion_limit_type DiscretionLimitType 843 "4.4 to 5.0SP2",
            discretion_round_direction DiscretionRoundDirection 844 "4.4 to 5.0SP2",
            discretion_scope DiscretionScope 846 "4.4 to 5.0SP2", target_strategy TargetStrategy 847 "4.4 to 5.0SP2",
            last_liquidity_ind LastLiquidityInd 851 "4.4 to 5.0SP2", qty_type QtyType 854 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            order_handling_inst_source OrderHandlingInstSource 1032 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            display_when DisplayWhen 1083 "5.0 to 5.0SP2", display_method DisplayMethod 1084 "5.0 to 5.0SP2",
            price_protection_scope PriceProtectionScope 1092 "5.0 to 5.0SP2", lot_type LotType 1093 "5.0 to 5.0SP2",
            peg_price_type PegPriceType 1094 "5.0 to 5.0SP2", trigger_type TriggerType 1100 "5.0 to 5.0SP2",
            trigger_action TriggerAction 1101 "5.0 to 5.0SP2",
            trigger_price_type TriggerPriceType 1107 "5.0 to 5.0SP2",
            trigger_price_type_scope TriggerPriceTypeScope 1108 "5.0 to 5.0SP2",
            trigger_price_direction TriggerPriceDirection 1109 "5.0 to 5.0SP2",
            trigger_order_type TriggerOrderType 1111 "5.0 to 5.0SP2",
            order_category OrderCategory 1115 "5.0 to 5.0SP2", settl_method SettlMethod 1193 "5.0SP1, 5.0SP2",
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
            exec_inst ExecInst 18 "4.0 to 5.0SP2", order_restrictions OrderRestrictions 529 "4.3 to 5.0SP2",
            cust_order_handling_inst CustOrderHandlingInst 1031 "5.0 to 5.0SP2",
        }
        group {
            no_allocs NoAllocs NoAllocsWriter 78 "5.0SP1, 5.0SP2",
            no_misc_fees NoMiscFees NoMiscFeesWriter 136 "4.0, 4.4 to 5.0SP2",
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.3 to 5.0SP2",
            no_contra_brokers NoContraBrokers NoContraBrokersWriter 382 "4.2 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_cont_amts NoContAmts NoContAmtsWriter 518 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.3 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_trd_reg_timestamps NoTrdRegTimestamps NoTrdRegTimestampsWriter 768 "5.0 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_strategy_parameters NoStrategyParameters NoStrategyParametersWriter 957 "5.0 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_fills NoFills NoFillsWriter 1362 "5.0SP1, 5.0SP2",
            no_rate_sources NoRateSources NoRateSourcesWriter 1445 "5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    OrderCancelReject OrderCancelRejectWriter "9" "4.0 to 5.0SP2" {
        text {
            account Account 1 "4.2 to 5.0SP2", cl_ord_id ClOrdID 11 "4.0 to 5.0SP2",
            order_id OrderID 37 "4.0 to 5.0SP2", orig_cl_ord_id OrigClOrdID 41 "4.1 to 5.0SP2",
            text Text 58 "4.0 to 5.0SP2", list_id ListID 66 "4.0 to 5.0SP2", trade_date TradeDate 75 "4.4 to 5.0SP2",
            exec_broker ExecBroker 76 "4.0 to 4.2", client_id ClientID 109 "4.0 to 4.2",
            secondary_order_id SecondaryOrderID 198 "4.1 to 5.0SP2",
            trade_origination_date TradeOriginationDate 229 "4.3 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.3 to 5.0SP2", cl_ord_link_id ClOrdLinkID 583 "4.3 to 5.0SP2",
        }
        flag {
            working_indicator WorkingIndicator 636 "4.3 to 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.2 to 5.0SP2", orig_ord_mod_time OrigOrdModTime 586 "4.3 to 5.0SP2",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2",
        }
        code {
            ord_status OrdStatus 39 "4.1 to 5.0SP2", cxl_rej_reason CxlRejReason 102 "4.0 to 5.0SP2",
            cxl_rej_response_to CxlRejResponseTo 434 "4.2 to 5.0SP2", account_type AccountType 581 "4.3 to 5.0SP2",
            acct_id_source AcctIDSource 660 "4.4 to 5.0SP2",
        }
        codes {}
        group {}
    }
    Logon LogonWriter "A" "4.0 to 4.4, FIXT 1.1" {
        text {
            text Text 58 "FIXT 1.1", username Username 553 "4.3, 4.4, FIXT 1.1",
            password Password 554 "4.3, 4.4, FIXT 1.1", new_password NewPassword 925 "FIXT 1.1",
            default_appl_ver_id DefaultApplVerID 1137 "FIXT 1.1",
            default_cstm_appl_ver_id DefaultCstmApplVerID 1408 "FIXT 1.1",
        }
        int {
            heart_bt_int HeartBtInt 108 "4.0 to 4.4, FIXT 1.1",
            encrypted_password_method EncryptedPasswordMethod 1400 "FIXT 1.1",
            default_appl_ext_id DefaultApplExtID 1407 "FIXT 1.1",
        }
        unsigned {
            max_message_size MaxMessageSize 383 "4.2 to 4.4, FIXT 1.1",
            next_expected_msg_seq_num NextExpectedMsgSeqNum 789 "4.4, FIXT 1.1",
        }
        flag {
            reset_seq_num_flag ResetSeqNumFlag 141 "4.1 to 4.4, FIXT 1.1",
            test_message_indicator TestMessageIndicator 464 "4.3, 4.4, FIXT 1.1",
        }
        ; data {
            raw_data RawData 95 96 "4.0 to 4.4, FIXT 1.1", encoded_text EncodedText 354 355 "FIXT 1.1",
            encrypted_password EncryptedPassword 1401 1402 "FIXT 1.1",
            encrypted_new_password EncryptedNewPassword 1403 1404 "FIXT 1.1",
        }
        code {
            encrypt_method EncryptMethod 98 "4.0 to 4.4, FIXT 1.1", session_status SessionStatus 1409 "FIXT 1.1",
        }
        codes {}
        group {
            no_msg_types NoMsgTypes NoMsgTypesWriter 384 "4.2 to 4.4, FIXT 1.1",
        }
    }
    OrderMassStatusRequest OrderMassStatusRequestWriter "AF" "4.3 to 5.0SP2" {
        text {
            account Account 1 "4.3 to 5.0SP2", security_id SecurityID 48 "4.3 to 5.0SP2",
            symbol Symbol 55 "4.3 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.3 to 5.0SP2",
            issuer Issuer 106 "4.3 to 5.0SP2", security_desc SecurityDesc 107 "4.3 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.3 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.3 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2",
            underlying_coupon_payment_date UnderlyingCouponPaymentDate 241 "4.3 to 5.0SP2",
            underlying_issue_date UnderlyingIssueDate 242 "4.3 to 5.0SP2",
            underlying_repo_collateral_security_type UnderlyingRepoCollateralSecurityType 243 "4.3 to 5.0SP2",
            underlying_redemption_date UnderlyingRedemptionDate 247 "4.3 to 5.0SP2",
            credit_rating CreditRating 255 "4.3 to 5.0SP2",
            underlying_credit_rating UnderlyingCreditRating 256 "4.3 to 5.0SP2",
            underlying_security_id_source UnderlyingSecurityIDSource 305 "4.3 to 5.0SP2",
            underlying_issuer UnderlyingIssuer 306 "4.3 to 5.0SP2",
            underlying_security_desc UnderlyingSecurityDesc 307 "4.3 to 5.0SP2",
            underlying_security_exchange UnderlyingSecurityExchange 308 "4.3 to 5.0SP2",
            underlying_security_id UnderlyingSecurityID 309 "4.3 to 5.0SP2",
            underlying_security_type UnderlyingSecurityType 310 "4.3 to 5.0SP2",
            underlying_symbol UnderlyingSymbol 311 "4.3 to 5.0SP2",
            underlying_symbol_sfx UnderlyingSymbolSfx 312 "4.3 to 5.0SP2",
            underlying_maturity_month_year UnderlyingMaturityMonthYear 313 "4.3 to 5.0SP2",
            underlying_currency UnderlyingCurrency 318 "4.4 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.3 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            underlying_cfi_code UnderlyingCFICode 463 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            underlying_maturity_date UnderlyingMaturityDate 542 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2", mass_status_req_id MassStatusReqID 584 "4.3 to 5.0SP2",
            underlying_country_of_issue UnderlyingCountryOfIssue 592 "4.3 to 5.0SP2",
            underlying_state_or_province_of_issue UnderlyingStateOrProvinceOfIssue 593 "4.3 to 5.0SP2",
            underlying_locale_of_issue UnderlyingLocaleOfIssue 594 "4.3 to 5.0SP2",
            underlying_instr_registry UnderlyingInstrRegistry 595 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2",
            underlying_security_sub_type UnderlyingSecuritySubType 763 "4.4 to 5.0SP2",
            dated_date DatedDate 873 "4.4 to 5.0SP2", interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2",
            cp_reg_type CPRegType 876 "4.4 to 5.0SP2", underlying_cp_program UnderlyingCPProgram 877 "4.4 to 5.0SP2",
            underlying_cp_reg_type UnderlyingCPRegType 878 "4.4 to 5.0SP2",
            underlying_strike_currency UnderlyingStrikeCurrency 941 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2",
            underlying_unit_of_measure UnderlyingUnitOfMeasure 998 "5.0 to 5.0SP2",
            underlying_time_unit UnderlyingTimeUnit 1000 "5.0 to 5.0SP2",
            underlying_settl_method UnderlyingSettlMethod 1039 "5.0 to 5.0SP2",
            maturity_time MaturityTime 1079 "5.0 to 5.0SP2", security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            underlying_maturity_time UnderlyingMaturityTime 1213 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure UnderlyingPriceUnitOfMeasure 1424 "5.0SP1, 5.0SP2",
            underlying_restructuring_type UnderlyingRestructuringType 1453 "5.0SP2",
            underlying_seniority UnderlyingSeniority 1454 "5.0SP2",
        }
        decimal {
            strike_price StrikePrice 202 "4.3 to 5.0SP2", coupon_rate CouponRate 223 "4.3 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.3 to 5.0SP2",
            underlying_repurchase_rate UnderlyingRepurchaseRate 245 "4.3 to 5.0SP2",
            underlying_factor UnderlyingFactor 246 "4.3 to 5.0SP2",
            underlying_strike_price UnderlyingStrikePrice 316 "4.3 to 5.0SP2",
            underlying_coupon_rate UnderlyingCouponRate 435 "4.3 to 5.0SP2",
            underlying_contract_multiplier UnderlyingContractMultiplier 436 "4.3 to 5.0SP2",
            underlying_px UnderlyingPx 810 "4.4 to 5.0SP2", underlying_qty UnderlyingQty 879 "4.4 to 5.0SP2",
            underlying_dirty_price UnderlyingDirtyPrice 882 "4.4 to 5.0SP2",
            underlying_end_price UnderlyingEndPrice 883 "4.4 to 5.0SP2",
            underlying_start_value UnderlyingStartValue 884 "4.4 to 5.0SP2",
            underlying_current_value UnderlyingCurrentValue 885 "4.4 to 5.0SP2",
            underlying_end_value UnderlyingEndValue 886 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            underlying_allocation_percent UnderlyingAllocationPercent 972 "5.0 to 5.0SP2",
            underlying_cash_amount UnderlyingCashAmount 973 "5.0 to 5.0SP2",
            underlying_cap_value UnderlyingCapValue 1038 "5.0 to 5.0SP2",
            underlying_adjusted_quantity UnderlyingAdjustedQuantity 1044 "5.0 to 5.0SP2",
            underlying_fx_rate UnderlyingFXRate 1045 "5.0 to 5.0SP2",
            min_price_increment_amount MinPriceIncrementAmount 1146 "5.0SP1, 5.0SP2",
            unit_of_measure_qty UnitOfMeasureQty 1147 "5.0SP1, 5.0SP2",
            price_unit_of_measure_qty PriceUnitOfMeasureQty 1192 "5.0SP1, 5.0SP2",
            opt_payout_amount OptPayoutAmount 1195 "5.0SP1, 5.0SP2", cap_price CapPrice 1199 "5.0SP1, 5.0SP2",
            floor_price FloorPrice 1200 "5.0SP1, 5.0SP2",
            underlying_unit_of_measure_qty UnderlyingUnitOfMeasureQty 1423 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure_qty UnderlyingPriceUnitOfMeasureQty 1425 "5.0SP1, 5.0SP2",
            notional_percentage_outstanding NotionalPercentageOutstanding 1451 "5.0SP2",
            original_notional_percentage_outstanding OriginalNotionalPercentageOutstanding 1452 "5.0SP2",
            underlying_notional_percentage_outstanding UnderlyingNotionalPercentageOutstanding 1455 "5.0SP2",
            underlying_original_notional_percentage_outstanding UnderlyingOriginalNotionalPercentageOutstanding 1456 "5.0SP2",
            attachment_point AttachmentPoint 1457 "5.0SP2", detachment_point DetachmentPoint 1458 "5.0SP2",
            underlying_attachment_point UnderlyingAttachmentPoint 1459 "5.0SP2",
            underlying_detachment_point UnderlyingDetachmentPoint 1460 "5.0SP2",
            strike_price_boundary_precision StrikePriceBoundaryPrecision 1480 "5.0SP2",
        }
        int {
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2",
            underlying_repurchase_term UnderlyingRepurchaseTerm 244 "4.3 to 5.0SP2",
            underlying_put_or_call UnderlyingPutOrCall 315 "4.3 to 5.0SP2",
            underlying_product UnderlyingProduct 462 "4.3 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
            underlying_exercise_style UnderlyingExerciseStyle 1419 "5.0SP1, 5.0SP2",
            underlying_contract_multiplier_unit UnderlyingContractMultiplierUnit 1437 "5.0SP2",
            underlying_flow_schedule_type UnderlyingFlowScheduleType 1441 "5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.3 to 5.0SP2",
            underlying_opt_attribute UnderlyingOptAttribute 317 "4.3 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.3 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.3 to 5.0SP2",
            encoded_underlying_issuer EncodedUnderlyingIssuer 362 363 "4.3 to 5.0SP2",
            encoded_underlying_security_desc EncodedUnderlyingSecurityDesc 364 365 "4.3 to 5.0SP2",
            security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.3 to 5.0SP2", side Side 54 "4.3 to 5.0SP2",
            security_type SecurityType 167 "4.3 to 5.0SP2", put_or_call PutOrCall 201 "4.4 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", mass_status_req_type MassStatusReqType 585 "4.3 to 5.0SP2",
            acct_id_source AcctIDSource 660 "4.4 to 5.0SP2", cp_program CPProgram 875 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2",
            underlying_cash_type UnderlyingCashType 974 "5.0 to 5.0SP2",
            underlying_settlement_type UnderlyingSettlementType 975 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            underlying_fx_rate_calc UnderlyingFXRateCalc 1046 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_underlying_security_alt_id NoUnderlyingSecurityAltID NoUnderlyingSecurityAltIDWriter 457 "4.3 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_underlying_stips NoUnderlyingStips NoUnderlyingStipsWriter 887 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_undly_instrument_parties NoUndlyInstrumentParties NoUndlyInstrumentPartiesWriter 1058 "5.0 to 5.0SP2",
            no_target_party_ids NoTargetPartyIDs NoTargetPartyIDsWriter 1461 "5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    QuoteRequestReject QuoteRequestRejectWriter "AG" "4.3 to 5.0SP2" {
        text {
            text Text 58 "4.3 to 5.0SP2", quote_req_id QuoteReqID 131 "4.3 to 5.0SP2",
            rfq_req_id RFQReqID 644 "4.3 to 5.0SP2",
        }
        flag {
            pre_trade_anonymity PreTradeAnonymity 1091 "5.0SP1, 5.0SP2",
            private_quote PrivateQuote 1171 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.3 to 5.0SP2",
        }
        code {
            quote_request_reject_reason QuoteRequestRejectReason 658 "4.3 to 5.0SP2",
            respondent_type RespondentType 1172 "5.0SP1, 5.0SP2",
        }
        codes {}
        group {
            no_related_sym NoRelatedSym NoRelatedSymWriter 146 "4.3 to 5.0SP2",
            no_root_party_ids NoRootPartyIDs NoRootPartyIDsWriter 1116 "5.0SP1, 5.0SP2",
        }
    }
    QuoteStatusReport QuoteStatusReportWriter "AI" "4.3 to 5.0SP2" {
        text {
            account Account 1 "4.3 to 5.0SP2", currency Currency 15 "4.3 to 5.0SP2",
            security_id SecurityID 48 "4.3 to 5.0SP2", symbol Symbol 55 "4.3 to 5.0SP2", text Text 58 "4.4 to 5.0SP2",
            settl_date SettlDate 64 "4.3 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.3 to 5.0SP2",
            ex_destination ExDestination 100 "4.3 to 5.0SP2", issuer Issuer 106 "4.3 to 5.0SP2",
            security_desc SecurityDesc 107 "4.3 to 5.0SP2", quote_id QuoteID 117 "4.3 to 5.0SP2",
            quote_req_id QuoteReqID 131 "4.3 to 5.0SP2", settl_date2 SettlDate2 193 "4.3 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.3 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.3 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.4 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.4 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.4 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.3 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            quote_status_req_id QuoteStatusReqID 649 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            quote_resp_id QuoteRespID 693 "4.4 to 5.0SP2",
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
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2", quote_msg_id QuoteMsgID 1166 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            commission Commission 12 "4.3 to 5.0SP2", order_qty OrderQty 38 "4.4 to 5.0SP2",
            price Price 44 "4.4 to 5.0SP2", min_qty MinQty 110 "5.0SP1, 5.0SP2", bid_px BidPx 132 "4.3 to 5.0SP2",
            offer_px OfferPx 133 "4.3 to 5.0SP2", bid_size BidSize 134 "4.3 to 5.0SP2",
            offer_size OfferSize 135 "4.3 to 5.0SP2", cash_order_qty CashOrderQty 152 "4.4 to 5.0SP2",
            bid_spot_rate BidSpotRate 188 "4.3 to 5.0SP2", bid_forward_points BidForwardPoints 189 "4.3 to 5.0SP2",
            offer_spot_rate OfferSpotRate 190 "4.3 to 5.0SP2",
            offer_forward_points OfferForwardPoints 191 "4.3 to 5.0SP2", order_qty2 OrderQty2 192 "4.3 to 5.0SP2",
            strike_price StrikePrice 202 "4.3 to 5.0SP2", spread Spread 218 "4.4 to 5.0SP2",
            coupon_rate CouponRate 223 "4.3 to 5.0SP2", repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2",
            factor Factor 228 "4.3 to 5.0SP2", contract_multiplier ContractMultiplier 231 "4.3 to 5.0SP2",
            yield_ Yield 236 "4.4 to 5.0SP2", rounding_modulus RoundingModulus 469 "4.4 to 5.0SP2",
            order_percent OrderPercent 516 "4.4 to 5.0SP2", mid_px MidPx 631 "4.3 to 5.0SP2",
            bid_yield BidYield 632 "4.3 to 5.0SP2", mid_yield MidYield 633 "4.3 to 5.0SP2",
            offer_yield OfferYield 634 "4.3 to 5.0SP2", bid_forward_points2 BidForwardPoints2 642 "4.3 to 5.0SP2",
            offer_forward_points2 OfferForwardPoints2 643 "4.3 to 5.0SP2", mkt_bid_px MktBidPx 645 "4.3 to 5.0SP2",
            mkt_offer_px MktOfferPx 646 "4.3 to 5.0SP2", min_bid_size MinBidSize 647 "4.3 to 5.0SP2",
            min_offer_size MinOfferSize 648 "4.3 to 5.0SP2",
            settl_curr_bid_fx_rate SettlCurrBidFxRate 656 "4.3 to 5.0SP2",
            settl_curr_offer_fx_rate SettlCurrOfferFxRate 657 "4.3 to 5.0SP2",
            benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "4.4 to 5.0SP2",
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
            cust_order_capacity CustOrderCapacity 582 "4.3 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            settl_curr_fx_rate_calc SettlCurrFxRateCalc 156 "4.3 to 5.0SP2",
            opt_attribute OptAttribute 206 "4.3 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.3 to 5.0SP2", valid_until_time ValidUntilTime 62 "4.3 to 5.0SP2",
            expire_time ExpireTime 126 "4.4 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.3 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.3 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.4 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            comm_type CommType 13 "4.3 to 5.0SP2", security_id_source SecurityIDSource 22 "4.3 to 5.0SP2",
            ord_type OrdType 40 "4.3 to 5.0SP2", side Side 54 "4.4 to 5.0SP2",
            settl_type SettlType 63 "4.4 to 5.0SP2", security_type SecurityType 167 "4.3 to 5.0SP2",
            put_or_call PutOrCall 201 "4.4 to 5.0SP2", yield_type YieldType 235 "4.4 to 5.0SP2",
            quote_status QuoteStatus 297 "4.3 to 5.0SP2", quote_cancel_type QuoteCancelType 298 "5.0SP1, 5.0SP2",
            quote_reject_reason QuoteRejectReason 300 "5.0SP1, 5.0SP2", price_type PriceType 423 "4.4 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", rounding_direction RoundingDirection 468 "4.4 to 5.0SP2",
            order_capacity OrderCapacity 528 "5.0SP2", quote_type QuoteType 537 "4.3 to 5.0SP2",
            account_type AccountType 581 "4.3 to 5.0SP2", acct_id_source AcctIDSource 660 "4.4 to 5.0SP2",
            booking_type BookingType 775 "5.0SP2", termination_type TerminationType 788 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            ex_destination_id_source ExDestinationIDSource 1133 "5.0 to 5.0SP2",
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
            order_restrictions OrderRestrictions 529 "5.0SP2",
        }
        group {
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.4 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_quote_qualifiers NoQuoteQualifiers NoQuoteQualifiersWriter 735 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_target_party_ids NoTargetPartyIDs NoTargetPartyIDsWriter 1461 "5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    Confirmation ConfirmationWriter "AK" "4.4 to 5.0SP2" {
        text {
            currency Currency 15 "4.4 to 5.0SP2", last_mkt LastMkt 30 "4.4 to 5.0SP2",
            security_id SecurityID 48 "4.4 to 5.0SP2", symbol Symbol 55 "4.4 to 5.0SP2", text Text 58 "4.4 to 5.0SP2",
            settl_date SettlDate 64 "4.4 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.4 to 5.0SP2",
            alloc_id AllocID 70 "4.4 to 5.0SP2", trade_date TradeDate 75 "4.4 to 5.0SP2",
            alloc_account AllocAccount 79 "4.4 to 5.0SP2", issuer Issuer 106 "4.4 to 5.0SP2",
            security_desc SecurityDesc 107 "4.4 to 5.0SP2", settl_currency SettlCurrency 120 "4.4 to 5.0SP2",
            stand_inst_db_name StandInstDbName 170 "4.4 to 5.0SP2",
            stand_inst_db_id StandInstDbID 171 "4.4 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.4 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.4 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.4 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.4 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.4 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.4 to 5.0SP2", issue_date IssueDate 225 "4.4 to 5.0SP2",
            ex_date ExDate 230 "4.4 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.4 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.4 to 5.0SP2", credit_rating CreditRating 255 "4.4 to 5.0SP2",
            cfi_code CFICode 461 "4.4 to 5.0SP2", individual_alloc_id IndividualAllocID 467 "4.4 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.4 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.4 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.4 to 5.0SP2", comm_currency CommCurrency 479 "4.4 to 5.0SP2",
            maturity_date MaturityDate 541 "4.4 to 5.0SP2", instr_registry InstrRegistry 543 "4.4 to 5.0SP2",
            confirm_id ConfirmID 664 "4.4 to 5.0SP2", contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2",
            pool Pool 691 "4.4 to 5.0SP2", yield_redemption_date YieldRedemptionDate 696 "4.4 to 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "4.4 to 5.0SP2",
            yield_calc_date YieldCalcDate 701 "4.4 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", confirm_ref_id ConfirmRefID 772 "4.4 to 5.0SP2",
            secondary_alloc_id SecondaryAllocID 793 "4.4 to 5.0SP2", confirm_req_id ConfirmReqID 859 "4.4 to 5.0SP2",
            dated_date DatedDate 873 "4.4 to 5.0SP2", interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2",
            cp_reg_type CPRegType 876 "4.4 to 5.0SP2", agreement_desc AgreementDesc 913 "4.4 to 5.0SP2",
            agreement_id AgreementID 914 "4.4 to 5.0SP2", agreement_date AgreementDate 915 "4.4 to 5.0SP2",
            start_date StartDate 916 "4.4 to 5.0SP2", end_date EndDate 917 "4.4 to 5.0SP2",
            agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            avg_px AvgPx 6 "4.4 to 5.0SP2", commission Commission 12 "4.4 to 5.0SP2",
            alloc_qty AllocQty 80 "4.4 to 5.0SP2", net_money NetMoney 118 "4.4 to 5.0SP2",
            settl_curr_amt SettlCurrAmt 119 "4.4 to 5.0SP2", settl_curr_fx_rate SettlCurrFxRate 155 "4.4 to 5.0SP2",
            accrued_interest_rate AccruedInterestRate 158 "4.4 to 5.0SP2",
            accrued_interest_amt AccruedInterestAmt 159 "4.4 to 5.0SP2", strike_price StrikePrice 202 "4.4 to 5.0SP2",
            spread Spread 218 "4.4 to 5.0SP2", coupon_rate CouponRate 223 "4.4 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.4 to 5.0SP2", factor Factor 228 "4.4 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.4 to 5.0SP2", yield_ Yield 236 "4.4 to 5.0SP2",
            total_takedown TotalTakedown 237 "4.4 to 5.0SP2", concession Concession 238 "4.4 to 5.0SP2",
            gross_trade_amt GrossTradeAmt 381 "4.4 to 5.0SP2", benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "4.4 to 5.0SP2",
            interest_at_maturity InterestAtMaturity 738 "4.4 to 5.0SP2",
            shared_commission SharedCommission 858 "4.4 to 5.0SP2", avg_par_px AvgParPx 860 "4.4 to 5.0SP2",
            reported_px ReportedPx 861 "4.4 to 5.0SP2", pct_at_risk PctAtRisk 869 "4.4 to 5.0SP2",
            maturity_net_money MaturityNetMoney 890 "4.4 to 5.0SP2", margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            end_accrued_interest_amt EndAccruedInterestAmt 920 "4.4 to 5.0SP2",
            start_cash StartCash 921 "4.4 to 5.0SP2", end_cash EndCash 922 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
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
            avg_px_precision AvgPxPrecision 74 "4.4 to 5.0SP2", num_days_interest NumDaysInterest 157 "4.4 to 5.0SP2",
            settl_delivery_type SettlDeliveryType 172 "4.4 to 5.0SP2",
            repurchase_term RepurchaseTerm 226 "4.4 to 5.0SP2",
            alloc_acct_id_source AllocAcctIDSource 661 "4.4 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            settl_curr_fx_rate_calc SettlCurrFxRateCalc 156 "4.4 to 5.0SP2",
            opt_attribute OptAttribute 206 "4.4 to 5.0SP2",
        }
        flag {
            legal_confirm LegalConfirm 650 "4.4 to 5.0SP2", copy_msg_indicator CopyMsgIndicator 797 "4.4 to 5.0SP2",
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.4 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.4 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.4 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.4 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            comm_type CommType 13 "4.4 to 5.0SP2", security_id_source SecurityIDSource 22 "4.4 to 5.0SP2",
            side Side 54 "4.4 to 5.0SP2", settl_type SettlType 63 "4.4 to 5.0SP2",
            process_code ProcessCode 81 "4.4 to 5.0SP2", security_type SecurityType 167 "4.4 to 5.0SP2",
            stand_inst_db_type StandInstDbType 169 "4.4 to 5.0SP2", put_or_call PutOrCall 201 "4.4 to 5.0SP2",
            yield_type YieldType 235 "4.4 to 5.0SP2", price_type PriceType 423 "4.4 to 5.0SP2",
            product Product 460 "4.4 to 5.0SP2", fund_renew_waiv FundRenewWaiv 497 "4.4 to 5.0SP2",
            confirm_status ConfirmStatus 665 "4.4 to 5.0SP2", confirm_trans_type ConfirmTransType 666 "4.4 to 5.0SP2",
            delivery_form DeliveryForm 668 "4.4 to 5.0SP2", confirm_type ConfirmType 773 "4.4 to 5.0SP2",
            termination_type TerminationType 788 "4.4 to 5.0SP2",
            alloc_account_type AllocAccountType 798 "4.4 to 5.0SP2", qty_type QtyType 854 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_orders NoOrders NoOrdersWriter 73 "4.4 to 5.0SP2",
            no_dlvy_inst NoDlvyInst NoDlvyInstWriter 85 "4.4 to 5.0SP2",
            no_misc_fees NoMiscFees NoMiscFeesWriter 136 "4.4 to 5.0SP2",
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.4 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.4 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.4 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_trd_reg_timestamps NoTrdRegTimestamps NoTrdRegTimestampsWriter 768 "4.4 to 5.0SP2",
            no_capacities NoCapacities NoCapacitiesWriter 862 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instr_attrib NoInstrAttrib NoInstrAttribWriter 870 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    ConfirmationAck ConfirmationAckWriter "AU" "4.4 to 5.0SP2" {
        text {
            text Text 58 "4.4 to 5.0SP2", trade_date TradeDate 75 "4.4 to 5.0SP2",
            confirm_id ConfirmID 664 "4.4 to 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.4 to 5.0SP2",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.4 to 5.0SP2",
        }
        code {
            match_status MatchStatus 573 "4.4 to 5.0SP2", confirm_rej_reason ConfirmRejReason 774 "4.4 to 5.0SP2",
            affirm_status AffirmStatus 940 "4.4 to 5.0SP2",
        }
        codes {}
        group {}
    }
    CollateralRequest CollateralRequestWriter "AX" "4.4 to 5.0SP2" {
        text {
            account Account 1 "4.4 to 5.0SP2", cl_ord_id ClOrdID 11 "4.4 to 5.0SP2",
            currency Currency 15 "4.4 to 5.0SP2", order_id OrderID 37 "4.4 to 5.0SP2",
            security_id SecurityID 48 "4.4 to 5.0SP2", symbol Symbol 55 "4.4 to 5.0SP2", text Text 58 "4.4 to 5.0SP2",
            settl_date SettlDate 64 "4.4 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.4 to 5.0SP2",
            issuer Issuer 106 "4.4 to 5.0SP2", security_desc SecurityDesc 107 "4.4 to 5.0SP2",
            secondary_order_id SecondaryOrderID 198 "4.4 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.4 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.4 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.4 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.4 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.4 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.4 to 5.0SP2", issue_date IssueDate 225 "4.4 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.4 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.4 to 5.0SP2", credit_rating CreditRating 255 "4.4 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.4 to 5.0SP2", cfi_code CFICode 461 "4.4 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.4 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.4 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.4 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.4 to 5.0SP2", maturity_date MaturityDate 541 "4.4 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.4 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.4 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "4.4 to 5.0SP2",
            clearing_business_date ClearingBusinessDate 715 "4.4 to 5.0SP2",
            settl_sess_sub_id SettlSessSubID 717 "4.4 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            coll_req_id CollReqID 894 "4.4 to 5.0SP2", agreement_desc AgreementDesc 913 "4.4 to 5.0SP2",
            agreement_id AgreementID 914 "4.4 to 5.0SP2", agreement_date AgreementDate 915 "4.4 to 5.0SP2",
            start_date StartDate 916 "4.4 to 5.0SP2", end_date EndDate 917 "4.4 to 5.0SP2",
            agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            price Price 44 "4.4 to 5.0SP2", quantity Quantity 53 "4.4 to 5.0SP2",
            accrued_interest_amt AccruedInterestAmt 159 "4.4 to 5.0SP2", strike_price StrikePrice 202 "4.4 to 5.0SP2",
            spread Spread 218 "4.4 to 5.0SP2", coupon_rate CouponRate 223 "4.4 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.4 to 5.0SP2", factor Factor 228 "4.4 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.4 to 5.0SP2",
            benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2", margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            margin_excess MarginExcess 899 "4.4 to 5.0SP2", total_net_value TotalNetValue 900 "4.4 to 5.0SP2",
            cash_outstanding CashOutstanding 901 "4.4 to 5.0SP2",
            end_accrued_interest_amt EndAccruedInterestAmt 920 "4.4 to 5.0SP2",
            start_cash StartCash 921 "4.4 to 5.0SP2", end_cash EndCash 922 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
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
            repurchase_term RepurchaseTerm 226 "4.4 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.4 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.4 to 5.0SP2", expire_time ExpireTime 126 "4.4 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.4 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.4 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.4 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.4 to 5.0SP2", side Side 54 "4.4 to 5.0SP2",
            security_type SecurityType 167 "4.4 to 5.0SP2", put_or_call PutOrCall 201 "4.4 to 5.0SP2",
            price_type PriceType 423 "4.4 to 5.0SP2", product Product 460 "4.4 to 5.0SP2",
            account_type AccountType 581 "4.4 to 5.0SP2", settl_sess_id SettlSessID 716 "4.4 to 5.0SP2",
            termination_type TerminationType 788 "4.4 to 5.0SP2", qty_type QtyType 854 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", coll_asgn_reason CollAsgnReason 895 "4.4 to 5.0SP2",
            delivery_type DeliveryType 919 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_execs NoExecs NoExecsWriter 124 "4.4 to 5.0SP2",
            no_misc_fees NoMiscFees NoMiscFeesWriter 136 "4.4 to 5.0SP2",
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.4 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.4 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.4 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_trd_reg_timestamps NoTrdRegTimestamps NoTrdRegTimestampsWriter 768 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_trades NoTrades NoTradesWriter 897 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    News NewsWriter "B" "4.0 to 5.0SP2" {
        text {
            relatd_sym RelatdSym 46 "4.0", text Text 58 "4.0", headline Headline 148 "4.1 to 5.0SP2",
            url_link URLLink 149 "4.1 to 5.0SP2", appl_id ApplID 1180 "5.0SP1, 5.0SP2",
            market_segment_id MarketSegmentID 1300 "5.0SP2", market_id MarketID 1301 "5.0SP2",
            news_id NewsID 1472 "5.0SP2", language_code LanguageCode 1474 "5.0SP2",
        }
        unsigned {
            appl_seq_num ApplSeqNum 1181 "5.0SP1, 5.0SP2", appl_last_seq_num ApplLastSeqNum 1350 "5.0SP1, 5.0SP2",
        }
        flag {
            appl_resend_flag ApplResendFlag 1352 "5.0SP1, 5.0SP2",
        }
        time {
            orig_time OrigTime 42 "4.0 to 5.0SP2",
        }
        ; data {
            raw_data RawData 95 96 "4.0 to 5.0SP2", encoded_headline EncodedHeadline 358 359 "4.2 to 5.0SP2",
        }
        code {
            urgency Urgency 61 "4.0 to 5.0SP2", news_category NewsCategory 1473 "5.0SP2",
        }
        codes {}
        group {
            no_lines_of_text NoLinesOfText NoLinesOfTextWriter 33 "4.0 to 5.0SP2",
            no_related_sym NoRelatedSym NoRelatedSymWriter 146 "4.1 to 5.0SP2",
            no_routing_ids NoRoutingIDs NoRoutingIDsWriter 215 "4.2 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_news_ref_ids NoNewsRefIDs NoNewsRefIDsWriter 1475 "5.0SP2",
        }
    }
    CollateralReport CollateralReportWriter "BA" "4.4 to 5.0SP2" {
        text {
            account Account 1 "4.4 to 5.0SP2", cl_ord_id ClOrdID 11 "4.4 to 5.0SP2",
            currency Currency 15 "4.4 to 5.0SP2", order_id OrderID 37 "4.4 to 5.0SP2",
            security_id SecurityID 48 "4.4 to 5.0SP2", symbol Symbol 55 "4.4 to 5.0SP2", text Text 58 "4.4 to 5.0SP2",
            settl_date SettlDate 64 "4.4 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.4 to 5.0SP2",
            issuer Issuer 106 "4.4 to 5.0SP2", security_desc SecurityDesc 107 "4.4 to 5.0SP2",
            stand_inst_db_name StandInstDbName 170 "4.4 to 5.0SP2",
            stand_inst_db_id StandInstDbID 171 "4.4 to 5.0SP2",
            secondary_order_id SecondaryOrderID 198 "4.4 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.4 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.4 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.4 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.4 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.4 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.4 to 5.0SP2", issue_date IssueDate 225 "4.4 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.4 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.4 to 5.0SP2", credit_rating CreditRating 255 "4.4 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.4 to 5.0SP2", cfi_code CFICode 461 "4.4 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.4 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.4 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.4 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.4 to 5.0SP2", maturity_date MaturityDate 541 "4.4 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.4 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.4 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "4.4 to 5.0SP2",
            clearing_business_date ClearingBusinessDate 715 "4.4 to 5.0SP2",
            settl_sess_sub_id SettlSessSubID 717 "4.4 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            coll_rpt_id CollRptID 908 "4.4 to 5.0SP2", coll_inquiry_id CollInquiryID 909 "4.4 to 5.0SP2",
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
            price Price 44 "4.4 to 5.0SP2", quantity Quantity 53 "4.4 to 5.0SP2",
            accrued_interest_amt AccruedInterestAmt 159 "4.4 to 5.0SP2", strike_price StrikePrice 202 "4.4 to 5.0SP2",
            spread Spread 218 "4.4 to 5.0SP2", coupon_rate CouponRate 223 "4.4 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.4 to 5.0SP2", factor Factor 228 "4.4 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.4 to 5.0SP2",
            benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2", margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            margin_excess MarginExcess 899 "4.4 to 5.0SP2", total_net_value TotalNetValue 900 "4.4 to 5.0SP2",
            cash_outstanding CashOutstanding 901 "4.4 to 5.0SP2",
            end_accrued_interest_amt EndAccruedInterestAmt 920 "4.4 to 5.0SP2",
            start_cash StartCash 921 "4.4 to 5.0SP2", end_cash EndCash 922 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
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
            settl_delivery_type SettlDeliveryType 172 "4.4 to 5.0SP2",
            repurchase_term RepurchaseTerm 226 "4.4 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            tot_num_reports TotNumReports 911 "4.4 to 5.0SP2", position_limit PositionLimit 970 "5.0 to 5.0SP2",
            nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.4 to 5.0SP2",
        }
        flag {
            last_rpt_requested LastRptRequested 912 "4.4 to 5.0SP2",
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "5.0 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.4 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.4 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.4 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.4 to 5.0SP2", side Side 54 "4.4 to 5.0SP2",
            security_type SecurityType 167 "4.4 to 5.0SP2", stand_inst_db_type StandInstDbType 169 "4.4 to 5.0SP2",
            put_or_call PutOrCall 201 "4.4 to 5.0SP2", price_type PriceType 423 "4.4 to 5.0SP2",
            product Product 460 "4.4 to 5.0SP2", account_type AccountType 581 "4.4 to 5.0SP2",
            settl_sess_id SettlSessID 716 "4.4 to 5.0SP2", termination_type TerminationType 788 "4.4 to 5.0SP2",
            qty_type QtyType 854 "4.4 to 5.0SP2", cp_program CPProgram 875 "4.4 to 5.0SP2",
            coll_status CollStatus 910 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2", coll_appl_type CollApplType 1043 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
            financial_status FinancialStatus 291 "5.0 to 5.0SP2",
        }
        group {
            no_dlvy_inst NoDlvyInst NoDlvyInstWriter 85 "4.4 to 5.0SP2",
            no_execs NoExecs NoExecsWriter 124 "4.4 to 5.0SP2",
            no_misc_fees NoMiscFees NoMiscFeesWriter 136 "4.4 to 5.0SP2",
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.4 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.4 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.4 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_trd_reg_timestamps NoTrdRegTimestamps NoTrdRegTimestampsWriter 768 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_trades NoTrades NoTradesWriter 897 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    CollateralInquiry CollateralInquiryWriter "BB" "4.4 to 5.0SP2" {
        text {
            account Account 1 "4.4 to 5.0SP2", cl_ord_id ClOrdID 11 "4.4 to 5.0SP2",
            currency Currency 15 "4.4 to 5.0SP2", order_id OrderID 37 "4.4 to 5.0SP2",
            security_id SecurityID 48 "4.4 to 5.0SP2", symbol Symbol 55 "4.4 to 5.0SP2", text Text 58 "4.4 to 5.0SP2",
            settl_date SettlDate 64 "4.4 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.4 to 5.0SP2",
            issuer Issuer 106 "4.4 to 5.0SP2", security_desc SecurityDesc 107 "4.4 to 5.0SP2",
            stand_inst_db_name StandInstDbName 170 "4.4 to 5.0SP2",
            stand_inst_db_id StandInstDbID 171 "4.4 to 5.0SP2",
            secondary_order_id SecondaryOrderID 198 "4.4 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.4 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.4 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.4 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.4 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.4 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.4 to 5.0SP2", issue_date IssueDate 225 "4.4 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.4 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.4 to 5.0SP2", credit_rating CreditRating 255 "4.4 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.4 to 5.0SP2", cfi_code CFICode 461 "4.4 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.4 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.4 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.4 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.4 to 5.0SP2", maturity_date MaturityDate 541 "4.4 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.4 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.4 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "4.4 to 5.0SP2",
            clearing_business_date ClearingBusinessDate 715 "4.4 to 5.0SP2",
            settl_sess_sub_id SettlSessSubID 717 "4.4 to 5.0SP2",
            response_destination ResponseDestination 726 "4.4 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            coll_inquiry_id CollInquiryID 909 "4.4 to 5.0SP2", agreement_desc AgreementDesc 913 "4.4 to 5.0SP2",
            agreement_id AgreementID 914 "4.4 to 5.0SP2", agreement_date AgreementDate 915 "4.4 to 5.0SP2",
            start_date StartDate 916 "4.4 to 5.0SP2", end_date EndDate 917 "4.4 to 5.0SP2",
            agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            price Price 44 "4.4 to 5.0SP2", quantity Quantity 53 "4.4 to 5.0SP2",
            accrued_interest_amt AccruedInterestAmt 159 "4.4 to 5.0SP2", strike_price StrikePrice 202 "4.4 to 5.0SP2",
            spread Spread 218 "4.4 to 5.0SP2", coupon_rate CouponRate 223 "4.4 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.4 to 5.0SP2", factor Factor 228 "4.4 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.4 to 5.0SP2",
            benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2", margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            margin_excess MarginExcess 899 "4.4 to 5.0SP2", total_net_value TotalNetValue 900 "4.4 to 5.0SP2",
            cash_outstanding CashOutstanding 901 "4.4 to 5.0SP2",
            end_accrued_interest_amt EndAccruedInterestAmt 920 "4.4 to 5.0SP2",
            start_cash StartCash 921 "4.4 to 5.0SP2", end_cash EndCash 922 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
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
            settl_delivery_type SettlDeliveryType 172 "4.4 to 5.0SP2",
            repurchase_term RepurchaseTerm 226 "4.4 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.4 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.4 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.4 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.4 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.4 to 5.0SP2", side Side 54 "4.4 to 5.0SP2",
            security_type SecurityType 167 "4.4 to 5.0SP2", stand_inst_db_type StandInstDbType 169 "4.4 to 5.0SP2",
            put_or_call PutOrCall 201 "4.4 to 5.0SP2",
            subscription_request_type SubscriptionRequestType 263 "4.4 to 5.0SP2",
            price_type PriceType 423 "4.4 to 5.0SP2", product Product 460 "4.4 to 5.0SP2",
            account_type AccountType 581 "4.4 to 5.0SP2", settl_sess_id SettlSessID 716 "4.4 to 5.0SP2",
            response_transport_type ResponseTransportType 725 "4.4 to 5.0SP2",
            termination_type TerminationType 788 "4.4 to 5.0SP2", qty_type QtyType 854 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_dlvy_inst NoDlvyInst NoDlvyInstWriter 85 "4.4 to 5.0SP2",
            no_execs NoExecs NoExecsWriter 124 "4.4 to 5.0SP2",
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.4 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.4 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.4 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_trd_reg_timestamps NoTrdRegTimestamps NoTrdRegTimestampsWriter 768 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_trades NoTrades NoTradesWriter 897 "4.4 to 5.0SP2",
            no_coll_inquiry_qualifier NoCollInquiryQualifier NoCollInquiryQualifierWriter 938 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    CollateralInquiryAck CollateralInquiryAckWriter "BG" "4.4 to 5.0SP2" {
        text {
            account Account 1 "4.4 to 5.0SP2", cl_ord_id ClOrdID 11 "4.4 to 5.0SP2",
            currency Currency 15 "4.4 to 5.0SP2", order_id OrderID 37 "4.4 to 5.0SP2",
            security_id SecurityID 48 "4.4 to 5.0SP2", symbol Symbol 55 "4.4 to 5.0SP2", text Text 58 "4.4 to 5.0SP2",
            settl_date SettlDate 64 "4.4 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.4 to 5.0SP2",
            issuer Issuer 106 "4.4 to 5.0SP2", security_desc SecurityDesc 107 "4.4 to 5.0SP2",
            secondary_order_id SecondaryOrderID 198 "4.4 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.4 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.4 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.4 to 5.0SP2", issue_date IssueDate 225 "4.4 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.4 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.4 to 5.0SP2", credit_rating CreditRating 255 "4.4 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.4 to 5.0SP2", cfi_code CFICode 461 "4.4 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.4 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.4 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.4 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.4 to 5.0SP2", maturity_date MaturityDate 541 "4.4 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.4 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.4 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            clearing_business_date ClearingBusinessDate 715 "4.4 to 5.0SP2",
            settl_sess_sub_id SettlSessSubID 717 "4.4 to 5.0SP2",
            response_destination ResponseDestination 726 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            coll_inquiry_id CollInquiryID 909 "4.4 to 5.0SP2", agreement_desc AgreementDesc 913 "4.4 to 5.0SP2",
            agreement_id AgreementID 914 "4.4 to 5.0SP2", agreement_date AgreementDate 915 "4.4 to 5.0SP2",
            start_date StartDate 916 "4.4 to 5.0SP2", end_date EndDate 917 "4.4 to 5.0SP2",
            agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            quantity Quantity 53 "4.4 to 5.0SP2", strike_price StrikePrice 202 "4.4 to 5.0SP2",
            coupon_rate CouponRate 223 "4.4 to 5.0SP2", repurchase_rate RepurchaseRate 227 "4.4 to 5.0SP2",
            factor Factor 228 "4.4 to 5.0SP2", contract_multiplier ContractMultiplier 231 "4.4 to 5.0SP2",
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
            repurchase_term RepurchaseTerm 226 "4.4 to 5.0SP2", tot_num_reports TotNumReports 911 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.4 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.4 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.4 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.4 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.4 to 5.0SP2", security_type SecurityType 167 "4.4 to 5.0SP2",
            put_or_call PutOrCall 201 "4.4 to 5.0SP2", product Product 460 "4.4 to 5.0SP2",
            account_type AccountType 581 "4.4 to 5.0SP2", settl_sess_id SettlSessID 716 "4.4 to 5.0SP2",
            response_transport_type ResponseTransportType 725 "4.4 to 5.0SP2",
            termination_type TerminationType 788 "4.4 to 5.0SP2", qty_type QtyType 854 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            coll_inquiry_status CollInquiryStatus 945 "4.4 to 5.0SP2",
            coll_inquiry_result CollInquiryResult 946 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_execs NoExecs NoExecsWriter 124 "4.4 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.4 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.4 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_trades NoTrades NoTradesWriter 897 "4.4 to 5.0SP2",
            no_coll_inquiry_qualifier NoCollInquiryQualifier NoCollInquiryQualifierWriter 938 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    NewOrderSingle NewOrderSingleWriter "D" "4.0 to 5.0SP2" {
        text {
            account Account 1 "4.0 to 5.0SP2", cl_ord_id ClOrdID 11 "4.0 to 5.0SP2",
            currency Currency 15 "4.0 to 5.0SP2", ioiid IOIID 23 "4.0 to 5.0SP2",
            security_id SecurityID 48 "4.0 to 5.0SP2", symbol Symbol 55 "4.0 to 5.0SP2", text Text 58 "4.0 to 5.0SP2",
            settl_date SettlDate 64 "4.0 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.0 to 5.0SP2",
            alloc_id AllocID 70 "4.4 to 5.0SP2", trade_date TradeDate 75 "4.4 to 5.0SP2",
            exec_broker ExecBroker 76 "4.0 to 4.2", ex_destination ExDestination 100 "4.0 to 5.0SP2",
            issuer Issuer 106 "4.0 to 5.0SP2", security_desc SecurityDesc 107 "4.0 to 5.0SP2",
            client_id ClientID 109 "4.0 to 4.2", quote_id QuoteID 117 "4.0 to 5.0SP2",
            settl_currency SettlCurrency 120 "4.0 to 5.0SP2", settl_date2 SettlDate2 193 "4.1 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.1 to 5.0SP2", maturity_day MaturityDay 205 "4.1, 4.2",
            security_exchange SecurityExchange 207 "4.1 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.3 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.3 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.3 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            trade_origination_date TradeOriginationDate 229 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            compliance_id ComplianceID 376 "4.2 to 5.0SP2", expire_date ExpireDate 432 "4.2 to 5.0SP2",
            clearing_firm ClearingFirm 439 "4.2", clearing_account ClearingAccount 440 "4.2",
            cfi_code CFICode 461 "4.3 to 5.0SP2", country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", comm_currency CommCurrency 479 "4.3 to 5.0SP2",
            designation Designation 494 "4.3 to 5.0SP2", regist_id RegistID 513 "4.3 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2", cl_ord_link_id ClOrdLinkID 583 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            yield_redemption_date YieldRedemptionDate 696 "4.4 to 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "4.4 to 5.0SP2",
            yield_calc_date YieldCalcDate 701 "4.4 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2",
            target_strategy_parameters TargetStrategyParameters 848 "4.4 to 5.0SP2",
            dated_date DatedDate 873 "4.4 to 5.0SP2", interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2",
            cp_reg_type CPRegType 876 "4.4 to 5.0SP2", agreement_desc AgreementDesc 913 "4.4 to 5.0SP2",
            agreement_id AgreementID 914 "4.4 to 5.0SP2", agreement_date AgreementDate 915 "4.4 to 5.0SP2",
            start_date StartDate 916 "4.4 to 5.0SP2", end_date EndDate 917 "4.4 to 5.0SP2",
            agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2",
            received_dept_id ReceivedDeptID 1030 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            ref_order_id RefOrderID 1080 "5.0 to 5.0SP2",
            peg_security_id_source PegSecurityIDSource 1096 "5.0 to 5.0SP2",
            peg_security_id PegSecurityID 1097 "5.0 to 5.0SP2", peg_symbol PegSymbol 1098 "5.0 to 5.0SP2",
            peg_security_desc PegSecurityDesc 1099 "5.0 to 5.0SP2", trigger_symbol TriggerSymbol 1103 "5.0 to 5.0SP2",
            trigger_security_id TriggerSecurityID 1104 "5.0 to 5.0SP2",
            trigger_security_id_source TriggerSecurityIDSource 1105 "5.0 to 5.0SP2",
            trigger_security_desc TriggerSecurityDesc 1106 "5.0 to 5.0SP2",
            trigger_trading_session_id TriggerTradingSessionID 1113 "5.0 to 5.0SP2",
            trigger_trading_session_sub_id TriggerTradingSessionSubID 1114 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            commission Commission 12 "4.0 to 5.0SP2", order_qty OrderQty 38 "4.0 to 5.0SP2",
            price Price 44 "4.0 to 5.0SP2", stop_px StopPx 99 "4.0 to 5.0SP2", min_qty MinQty 110 "4.0 to 5.0SP2",
            max_floor MaxFloor 111 "4.0 to 5.0SP2", net_money NetMoney 118 "4.3",
            prev_close_px PrevClosePx 140 "4.0 to 5.0SP2", cash_order_qty CashOrderQty 152 "4.1 to 5.0SP2",
            accrued_interest_rate AccruedInterestRate 158 "4.3", accrued_interest_amt AccruedInterestAmt 159 "4.3",
            order_qty2 OrderQty2 192 "4.1 to 5.0SP2", strike_price StrikePrice 202 "4.1 to 5.0SP2",
            max_show MaxShow 210 "4.1 to 5.0SP2", peg_offset_value PegOffsetValue 211 "4.1 to 5.0SP2",
            spread Spread 218 "4.3 to 5.0SP2", coupon_rate CouponRate 223 "4.2 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2", yield_ Yield 236 "4.3 to 5.0SP2",
            discretion_offset_value DiscretionOffsetValue 389 "4.2 to 5.0SP2",
            rounding_modulus RoundingModulus 469 "4.3 to 5.0SP2", order_percent OrderPercent 516 "4.3 to 5.0SP2",
            price2 Price2 640 "4.3 to 5.0SP2", benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "4.4 to 5.0SP2",
            participation_rate ParticipationRate 849 "4.4 to 5.0SP2", margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            secondary_display_qty SecondaryDisplayQty 1082 "5.0 to 5.0SP2",
            display_low_qty DisplayLowQty 1085 "5.0 to 5.0SP2", display_high_qty DisplayHighQty 1086 "5.0 to 5.0SP2",
            display_min_incr DisplayMinIncr 1087 "5.0 to 5.0SP2", refresh_qty RefreshQty 1088 "5.0 to 5.0SP2",
            match_increment MatchIncrement 1089 "5.0 to 5.0SP2", trigger_price TriggerPrice 1102 "5.0 to 5.0SP2",
            trigger_new_price TriggerNewPrice 1110 "5.0 to 5.0SP2",
            trigger_new_qty TriggerNewQty 1112 "5.0 to 5.0SP2", display_qty DisplayQty 1138 "5.0 to 5.0SP2",
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
            cust_order_capacity CustOrderCapacity 582 "4.3 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
            max_price_levels MaxPriceLevels 1090 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.1 to 5.0SP2",
        }
        flag {
            locate_reqd LocateReqd 114 "4.0 to 5.0SP2", forex_req ForexReq 121 "4.0 to 5.0SP2",
            solicited_flag SolicitedFlag 377 "4.2 to 5.0SP2",
            manual_order_indicator ManualOrderIndicator 1028 "5.0 to 5.0SP2",
            cust_directed_order CustDirectedOrder 1029 "5.0 to 5.0SP2",
            pre_trade_anonymity PreTradeAnonymity 1091 "5.0 to 5.0SP2",
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.2 to 5.0SP2", expire_time ExpireTime 126 "4.0 to 5.0SP2",
            effective_time EffectiveTime 168 "4.2 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            comm_type CommType 13 "4.0 to 5.0SP2", handl_inst HandlInst 21 "4.0 to 5.0SP2",
            security_id_source SecurityIDSource 22 "4.0 to 5.0SP2", ord_type OrdType 40 "4.0 to 5.0SP2",
            rule80_a Rule80A 47 "4.0 to 4.3", side Side 54 "4.0 to 5.0SP2",
            time_in_force TimeInForce 59 "4.0 to 5.0SP2", settl_type SettlType 63 "4.0 to 5.0SP2",
            position_effect PositionEffect 77 "4.1 to 5.0SP2", process_code ProcessCode 81 "4.0 to 5.0SP2",
            security_type SecurityType 167 "4.1 to 5.0SP2", put_or_call PutOrCall 201 "4.1, 4.2, 4.4 to 5.0SP2",
            covered_or_uncovered CoveredOrUncovered 203 "4.1 to 5.0SP2",
            customer_or_firm CustomerOrFirm 204 "4.1, 4.2", yield_type YieldType 235 "4.3 to 5.0SP2",
            discretion_inst DiscretionInst 388 "4.2 to 5.0SP2", price_type PriceType 423 "4.3 to 5.0SP2",
            gt_booking_inst GTBookingInst 427 "4.2 to 5.0SP2", product Product 460 "4.3 to 5.0SP2",
            quantity_type QuantityType 465 "4.3", rounding_direction RoundingDirection 468 "4.3 to 5.0SP2",
            cancellation_rights CancellationRights 480 "4.3 to 5.0SP2",
            money_laundering_status MoneyLaunderingStatus 481 "4.3 to 5.0SP2",
            fund_renew_waiv FundRenewWaiv 497 "4.3 to 5.0SP2", order_capacity OrderCapacity 528 "4.3 to 5.0SP2",
            cash_margin CashMargin 544 "4.3 to 5.0SP2", account_type AccountType 581 "4.3 to 5.0SP2",
            day_booking_inst DayBookingInst 589 "4.3 to 5.0SP2", booking_unit BookingUnit 590 "4.3 to 5.0SP2",
            prealloc_method PreallocMethod 591 "4.3 to 5.0SP2",
            clearing_fee_indicator ClearingFeeIndicator 635 "4.3 to 5.0SP2",
            acct_id_source AcctIDSource 660 "4.4 to 5.0SP2", booking_type BookingType 775 "4.4 to 5.0SP2",
            termination_type TerminationType 788 "4.4 to 5.0SP2", peg_move_type PegMoveType 835 "4.4 to 5.0SP2",
            peg_offset_type PegOffsetType 836 "4.4 to 5.0SP2", peg_limit_type PegLimitType 837 "4.4 to 5.0SP2",
            peg_round_direction PegRoundDirection 838 "4.4 to 5.0SP2", peg_scope PegScope 840 "4.4 to 5.0SP2",
            discretion_move_type DiscretionMoveType 841 "4.4 to 5.0SP2",
            discretion_offset_type DiscretionOffsetType 842 "4.4 to 5.0SP2",
            discretion_limit_type DiscretionLimitType 843 "4.4 to 5.0SP2",
            discretion_round_direction DiscretionRoundDirection 844 "4.4 to 5.0SP2",
            discretion_scope DiscretionScope 846 "4.4 to 5.0SP2", target_strategy TargetStrategy 847 "4.4 to 5.0SP2",
            qty_type QtyType 854 "4.4 to 5.0SP2", cp_program CPProgram 875 "4.4 to 5.0SP2",
            delivery_type DeliveryType 919 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            order_handling_inst_source OrderHandlingInstSource 1032 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            ref_order_id_source RefOrderIDSource 1081 "5.0 to 5.0SP2", display_when DisplayWhen 1083 "5.0 to 5.0SP2",
            display_method DisplayMethod 1084 "5.0 to 5.0SP2",
            price_protection_scope PriceProtectionScope 1092 "5.0 to 5.0SP2",
            peg_price_type PegPriceType 1094 "5.0 to 5.0SP2", trigger_type TriggerType 1100 "5.0 to 5.0SP2",
            trigger_action TriggerAction 1101 "5.0 to 5.0SP2",
            trigger_price_type TriggerPriceType 1107 "5.0 to 5.0SP2",
            trigger_price_type_scope TriggerPriceTypeScope 1108 "5.0 to 5.0SP2",
            trigger_price_direction TriggerPriceDirection 1109 "5.0 to 5.0SP2",
            trigger_order_type TriggerOrderType 1111 "5.0 to 5.0SP2",
            ex_destination_id_source ExDestinationIDSource 1133 "5.0 to 5.0SP2",
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
            exec_inst ExecInst 18 "4.0 to 5.0SP2", order_restrictions OrderRestrictions 529 "4.3 to 5.0SP2",
            cust_order_handling_inst CustOrderHandlingInst 1031 "5.0 to 5.0SP2",
        }
        group {
            no_allocs NoAllocs NoAllocsWriter 78 "4.2 to 5.0SP2",
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.3 to 5.0SP2",
            no_trading_sessions NoTradingSessions NoTradingSessionsWriter 386 "4.2 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_trd_reg_timestamps NoTrdRegTimestamps NoTrdRegTimestampsWriter 768 "5.0 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_strategy_parameters NoStrategyParameters NoStrategyParametersWriter 957 "5.0 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    OrderCancelRequest OrderCancelRequestWriter "F" "4.0 to 5.0SP2" {
        text {
            account Account 1 "4.2 to 5.0SP2", cl_ord_id ClOrdID 11 "4.0 to 5.0SP2",
            order_id OrderID 37 "4.0 to 5.0SP2", orig_cl_ord_id OrigClOrdID 41 "4.0 to 5.0SP2",
            security_id SecurityID 48 "4.0 to 5.0SP2", symbol Symbol 55 "4.0 to 5.0SP2", text Text 58 "4.0 to 5.0SP2",
            symbol_sfx SymbolSfx 65 "4.0 to 5.0SP2", list_id ListID 66 "4.0 to 5.0SP2",
            exec_broker ExecBroker 76 "4.0 to 4.2", issuer Issuer 106 "4.0 to 5.0SP2",
            security_desc SecurityDesc 107 "4.0 to 5.0SP2", client_id ClientID 109 "4.0 to 4.2",
            maturity_month_year MaturityMonthYear 200 "4.1 to 5.0SP2", maturity_day MaturityDay 205 "4.1, 4.2",
            security_exchange SecurityExchange 207 "4.1 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            compliance_id ComplianceID 376 "4.2 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2", cl_ord_link_id ClOrdLinkID 583 "4.3 to 5.0SP2",
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
            order_qty OrderQty 38 "4.0 to 5.0SP2", cash_order_qty CashOrderQty 152 "4.1 to 5.0SP2",
            strike_price StrikePrice 202 "4.1 to 5.0SP2", coupon_rate CouponRate 223 "4.2 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2",
            rounding_modulus RoundingModulus 469 "4.3 to 5.0SP2", order_percent OrderPercent 516 "4.3 to 5.0SP2",
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
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2", position_limit PositionLimit 970 "5.0 to 5.0SP2",
            nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            cxl_type CxlType 125 "4.0", opt_attribute OptAttribute 206 "4.1 to 5.0SP2",
        }
        flag {
            solicited_flag SolicitedFlag 377 "4.2",
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.2 to 5.0SP2", orig_ord_mod_time OrigOrdModTime 586 "4.3 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.0 to 5.0SP2", side Side 54 "4.0 to 5.0SP2",
            security_type SecurityType 167 "4.1 to 5.0SP2", put_or_call PutOrCall 201 "4.1, 4.2, 4.4 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", rounding_direction RoundingDirection 468 "4.3 to 5.0SP2",
            account_type AccountType 581 "4.3 to 5.0SP2", acct_id_source AcctIDSource 660 "4.4 to 5.0SP2",
            termination_type TerminationType 788 "4.4 to 5.0SP2", cp_program CPProgram 875 "4.4 to 5.0SP2",
            delivery_type DeliveryType 919 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    OrderCancelReplaceRequest OrderCancelReplaceRequestWriter "G" "4.0 to 5.0SP2" {
        text {
            account Account 1 "4.0 to 5.0SP2", cl_ord_id ClOrdID 11 "4.0 to 5.0SP2",
            currency Currency 15 "4.0 to 5.0SP2", order_id OrderID 37 "4.0 to 5.0SP2",
            orig_cl_ord_id OrigClOrdID 41 "4.0 to 5.0SP2", security_id SecurityID 48 "4.0 to 5.0SP2",
            symbol Symbol 55 "4.0 to 5.0SP2", text Text 58 "4.0 to 5.0SP2", settl_date SettlDate 64 "4.0 to 5.0SP2",
            symbol_sfx SymbolSfx 65 "4.0 to 5.0SP2", list_id ListID 66 "4.0 to 5.0SP2",
            alloc_id AllocID 70 "4.4 to 5.0SP2", trade_date TradeDate 75 "4.4 to 5.0SP2",
            exec_broker ExecBroker 76 "4.0 to 4.2", ex_destination ExDestination 100 "4.0 to 5.0SP2",
            issuer Issuer 106 "4.0 to 5.0SP2", security_desc SecurityDesc 107 "4.0 to 5.0SP2",
            client_id ClientID 109 "4.0 to 4.2", settl_currency SettlCurrency 120 "4.0 to 5.0SP2",
            settl_date2 SettlDate2 193 "4.1 to 5.0SP2", maturity_month_year MaturityMonthYear 200 "4.1 to 5.0SP2",
            maturity_day MaturityDay 205 "4.1, 4.2", security_exchange SecurityExchange 207 "4.1 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.3 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.3 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.3 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            trade_origination_date TradeOriginationDate 229 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            compliance_id ComplianceID 376 "4.2 to 5.0SP2", expire_date ExpireDate 432 "4.2 to 5.0SP2",
            clearing_firm ClearingFirm 439 "4.2", clearing_account ClearingAccount 440 "4.2",
            cfi_code CFICode 461 "4.3 to 5.0SP2", country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", comm_currency CommCurrency 479 "4.3 to 5.0SP2",
            designation Designation 494 "4.3 to 5.0SP2", regist_id RegistID 513 "4.3 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2", cl_ord_link_id ClOrdLinkID 583 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            yield_redemption_date YieldRedemptionDate 696 "4.4 to 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "4.4 to 5.0SP2",
            yield_calc_date YieldCalcDate 701 "4.4 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2",
            target_strategy_parameters TargetStrategyParameters 848 "4.4 to 5.0SP2",
            dated_date DatedDate 873 "4.4 to 5.0SP2", interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2",
            cp_reg_type CPRegType 876 "4.4 to 5.0SP2", agreement_desc AgreementDesc 913 "4.4 to 5.0SP2",
            agreement_id AgreementID 914 "4.4 to 5.0SP2", agreement_date AgreementDate 915 "4.4 to 5.0SP2",
            start_date StartDate 916 "4.4 to 5.0SP2", end_date EndDate 917 "4.4 to 5.0SP2",
            agreement_currency AgreementCurrency 918 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2",
            received_dept_id ReceivedDeptID 1030 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            peg_security_id_source PegSecurityIDSource 1096 "5.0 to 5.0SP2",
            peg_security_id PegSecurityID 1097 "5.0 to 5.0SP2", peg_symbol PegSymbol 1098 "5.0 to 5.0SP2",
            peg_security_desc PegSecurityDesc 1099 "5.0 to 5.0SP2", trigger_symbol TriggerSymbol 1103 "5.0 to 5.0SP2",
            trigger_security_id TriggerSecurityID 1104 "5.0 to 5.0SP2",
            trigger_security_id_source TriggerSecurityIDSource 1105 "5.0 to 5.0SP2",
            trigger_security_desc TriggerSecurityDesc 1106 "5.0 to 5.0SP2",
            trigger_trading_session_id TriggerTradingSessionID 1113 "5.0 to 5.0SP2",
            trigger_trading_session_sub_id TriggerTradingSessionSubID 1114 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            commission Commission 12 "4.0 to 5.0SP2", order_qty OrderQty 38 "4.0 to 5.0SP2",
            price Price 44 "4.0 to 5.0SP2", stop_px StopPx 99 "4.0 to 5.0SP2", min_qty MinQty 110 "4.0 to 5.0SP2",
            max_floor MaxFloor 111 "4.0 to 5.0SP2", net_money NetMoney 118 "4.3",
            cash_order_qty CashOrderQty 152 "4.1 to 5.0SP2", accrued_interest_rate AccruedInterestRate 158 "4.3",
            accrued_interest_amt AccruedInterestAmt 159 "4.3", order_qty2 OrderQty2 192 "4.1 to 5.0SP2",
            strike_price StrikePrice 202 "4.1 to 5.0SP2", max_show MaxShow 210 "4.1 to 5.0SP2",
            peg_offset_value PegOffsetValue 211 "4.1 to 5.0SP2", spread Spread 218 "4.3 to 5.0SP2",
            coupon_rate CouponRate 223 "4.2 to 5.0SP2", repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2",
            factor Factor 228 "4.3 to 5.0SP2", contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2",
            yield_ Yield 236 "4.3 to 5.0SP2", discretion_offset_value DiscretionOffsetValue 389 "4.2 to 5.0SP2",
            rounding_modulus RoundingModulus 469 "4.3 to 5.0SP2", order_percent OrderPercent 516 "4.3 to 5.0SP2",
            price2 Price2 640 "4.3 to 5.0SP2", benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "4.4 to 5.0SP2",
            participation_rate ParticipationRate 849 "4.4 to 5.0SP2", margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            secondary_display_qty SecondaryDisplayQty 1082 "5.0 to 5.0SP2",
            display_low_qty DisplayLowQty 1085 "5.0 to 5.0SP2", display_high_qty DisplayHighQty 1086 "5.0 to 5.0SP2",
            display_min_incr DisplayMinIncr 1087 "5.0 to 5.0SP2", refresh_qty RefreshQty 1088 "5.0 to 5.0SP2",
            match_increment MatchIncrement 1089 "5.0 to 5.0SP2", trigger_price TriggerPrice 1102 "5.0 to 5.0SP2",
            trigger_new_price TriggerNewPrice 1110 "5.0 to 5.0SP2",
            trigger_new_qty TriggerNewQty 1112 "5.0 to 5.0SP2", display_qty DisplayQty 1138 "5.0 to 5.0SP2",
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
            cust_order_capacity CustOrderCapacity 582 "4.3 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
            max_price_levels MaxPriceLevels 1090 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.1 to 5.0SP2",
        }
        flag {
            locate_reqd LocateReqd 114 "4.1 to 5.0SP2", forex_req ForexReq 121 "4.0 to 5.0SP2",
            solicited_flag SolicitedFlag 377 "4.2 to 5.0SP2",
            manual_order_indicator ManualOrderIndicator 1028 "5.0 to 5.0SP2",
            cust_directed_order CustDirectedOrder 1029 "5.0 to 5.0SP2",
            pre_trade_anonymity PreTradeAnonymity 1091 "5.0 to 5.0SP2",
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.2 to 5.0SP2", expire_time ExpireTime 126 "4.0 to 5.0SP2",
            effective_time EffectiveTime 168 "4.2 to 5.0SP2", orig_ord_mod_time OrigOrdModTime 586 "4.3 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            comm_type CommType 13 "4.0 to 5.0SP2", handl_inst HandlInst 21 "4.0 to 5.0SP2",
            security_id_source SecurityIDSource 22 "4.0 to 5.0SP2", ord_type OrdType 40 "4.0 to 5.0SP2",
            rule80_a Rule80A 47 "4.0 to 4.3", side Side 54 "4.0 to 5.0SP2",
            time_in_force TimeInForce 59 "4.0 to 5.0SP2", settl_type SettlType 63 "4.0 to 5.0SP2",
            position_effect PositionEffect 77 "4.1 to 5.0SP2", security_type SecurityType 167 "4.1 to 5.0SP2",
            put_or_call PutOrCall 201 "4.1, 4.2, 4.4 to 5.0SP2",
            covered_or_uncovered CoveredOrUncovered 203 "4.1 to 5.0SP2",
            customer_or_firm CustomerOrFirm 204 "4.1, 4.2", yield_type YieldType 235 "4.3 to 5.0SP2",
            discretion_inst DiscretionInst 388 "4.2 to 5.0SP2", price_type PriceType 423 "4.3 to 5.0SP2",
            gt_booking_inst GTBookingInst 427 "4.2 to 5.0SP2", product Product 460 "4.3 to 5.0SP2",
            quantity_type QuantityType 465 "4.3", rounding_direction RoundingDirection 468 "4.3 to 5.0SP2",
            cancellation_rights CancellationRights 480 "4.3 to 5.0SP2",
            money_laundering_status MoneyLaunderingStatus 481 "4.3 to 5.0SP2",
            fund_renew_waiv FundRenewWaiv 497 "4.3 to 5.0SP2", order_capacity OrderCapacity 528 "4.3 to 5.0SP2",
            cash_margin CashMargin 544 "4.3 to 5.0SP2", account_type AccountType 581 "4.3 to 5.0SP2",
            day_booking_inst DayBookingInst 589 "4.3 to 5.0SP2", booking_unit BookingUnit 590 "4.3 to 5.0SP2",
            prealloc_method PreallocMethod 591 "4.3 to 5.0SP2",
            clearing_fee_indicator ClearingFeeIndicator 635 "4.3 to 5.0SP2",
            acct_id_source AcctIDSource 660 "4.4 to 5.0SP2", booking_type BookingType 775 "4.4 to 5.0SP2",
            termination_type TerminationType 788 "4.4 to 5.0SP2", peg_move_type PegMoveType 835 "4.4 to 5.0SP2",
            peg_offset_type PegOffsetType 836 "4.4 to 5.0SP2", peg_limit_type PegLimitType 837 "4.4 to 5.0SP2",
            peg_round_direction PegRoundDirection 838 "4.4 to 5.0SP2", peg_scope PegScope 840 "4.4 to 5.0SP2",
            discretion_move_type DiscretionMoveType 841 "4.4 to 5.0SP2",
            discretion_offset_type DiscretionOffsetType 842 "4.4 to 5.0SP2",
            discretion_limit_type DiscretionLimitType 843 "4.4 to 5.0SP2",
            discretion_round_direction DiscretionRoundDirection 844 "4.4 to 5.0SP2",
            discretion_scope DiscretionScope 846 "4.4 to 5.0SP2", target_strategy TargetStrategy 847 "4.4 to 5.0SP2",
            qty_type QtyType 854 "4.4 to 5.0SP2", cp_program CPProgram 875 "4.4 to 5.0SP2",
            delivery_type DeliveryType 919 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            order_handling_inst_source OrderHandlingInstSource 1032 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            display_when DisplayWhen 1083 "5.0 to 5.0SP2", display_method DisplayMethod 1084 "5.0 to 5.0SP2",
            price_protection_scope PriceProtectionScope 1092 "5.0 to 5.0SP2",
            peg_price_type PegPriceType 1094 "5.0 to 5.0SP2", trigger_type TriggerType 1100 "5.0 to 5.0SP2",
            trigger_action TriggerAction 1101 "5.0 to 5.0SP2",
            trigger_price_type TriggerPriceType 1107 "5.0 to 5.0SP2",
            trigger_price_type_scope TriggerPriceTypeScope 1108 "5.0 to 5.0SP2",
            trigger_price_direction TriggerPriceDirection 1109 "5.0 to 5.0SP2",
            trigger_order_type TriggerOrderType 1111 "5.0 to 5.0SP2",
            ex_destination_id_source ExDestinationIDSource 1133 "5.0 to 5.0SP2",
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
            exec_inst ExecInst 18 "4.0 to 5.0SP2", order_restrictions OrderRestrictions 529 "4.3 to 5.0SP2",
            cust_order_handling_inst CustOrderHandlingInst 1031 "5.0 to 5.0SP2",
        }
        group {
            no_allocs NoAllocs NoAllocsWriter 78 "4.2 to 5.0SP2",
            no_trading_sessions NoTradingSessions NoTradingSessionsWriter 386 "4.2 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_trd_reg_timestamps NoTrdRegTimestamps NoTrdRegTimestampsWriter 768 "5.0 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_strategy_parameters NoStrategyParameters NoStrategyParametersWriter 957 "5.0 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    OrderStatusRequest OrderStatusRequestWriter "H" "4.0 to 5.0SP2" {
        text {
            account Account 1 "4.2 to 5.0SP2", cl_ord_id ClOrdID 11 "4.0 to 5.0SP2",
            order_id OrderID 37 "4.0 to 5.0SP2", security_id SecurityID 48 "4.1 to 5.0SP2",
            symbol Symbol 55 "4.0 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.0 to 5.0SP2",
            exec_broker ExecBroker 76 "4.0 to 4.2", issuer Issuer 106 "4.0 to 5.0SP2",
            security_desc SecurityDesc 107 "4.0 to 5.0SP2", client_id ClientID 109 "4.0 to 4.2",
            maturity_month_year MaturityMonthYear 200 "4.1 to 5.0SP2", maturity_day MaturityDay 205 "4.1, 4.2",
            security_exchange SecurityExchange 207 "4.1 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            cfi_code CFICode 461 "4.3 to 5.0SP2", country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2", cl_ord_link_id ClOrdLinkID 583 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2",
            ord_status_req_id OrdStatusReqID 790 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
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
            strike_price StrikePrice 202 "4.1 to 5.0SP2", coupon_rate CouponRate 223 "4.2 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2", margin_ratio MarginRatio 898 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
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
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2", position_limit PositionLimit 970 "5.0 to 5.0SP2",
            nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.1 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.1 to 5.0SP2", side Side 54 "4.0 to 5.0SP2",
            security_type SecurityType 167 "4.1 to 5.0SP2", put_or_call PutOrCall 201 "4.1, 4.2, 4.4 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", acct_id_source AcctIDSource 660 "4.4 to 5.0SP2",
            termination_type TerminationType 788 "4.4 to 5.0SP2", cp_program CPProgram 875 "4.4 to 5.0SP2",
            delivery_type DeliveryType 919 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    QuoteRequest QuoteRequestWriter "R" "4.0 to 5.0SP2" {
        text {
            cl_ord_id ClOrdID 11 "4.4 to 5.0SP2", security_id SecurityID 48 "4.0, 4.1", symbol Symbol 55 "4.0, 4.1",
            text Text 58 "4.3 to 5.0SP2", settl_date SettlDate 64 "4.1", symbol_sfx SymbolSfx 65 "4.0, 4.1",
            issuer Issuer 106 "4.0, 4.1", security_desc SecurityDesc 107 "4.0, 4.1",
            quote_req_id QuoteReqID 131 "4.0 to 5.0SP2", settl_date2 SettlDate2 193 "4.1",
            maturity_month_year MaturityMonthYear 200 "4.1", maturity_day MaturityDay 205 "4.1",
            security_exchange SecurityExchange 207 "4.1", rfq_req_id RFQReqID 644 "4.3 to 5.0SP2",
        }
        decimal {
            order_qty OrderQty 38 "4.0, 4.1", prev_close_px PrevClosePx 140 "4.0, 4.1",
            order_qty2 OrderQty2 192 "4.1", strike_price StrikePrice 202 "4.1",
        }
        char {
            opt_attribute OptAttribute 206 "4.1",
        }
        flag {
            pre_trade_anonymity PreTradeAnonymity 1091 "5.0SP1, 5.0SP2",
            private_quote PrivateQuote 1171 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.3 to 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.0, 4.1", ord_type OrdType 40 "4.1", side Side 54 "4.0, 4.1",
            security_type SecurityType 167 "4.1", put_or_call PutOrCall 201 "4.1",
            order_capacity OrderCapacity 528 "4.4 to 5.0SP2", booking_type BookingType 775 "5.0SP2",
            respondent_type RespondentType 1172 "5.0SP1, 5.0SP2",
        }
        codes {
            order_restrictions OrderRestrictions 529 "5.0SP2",
        }
        group {
            no_related_sym NoRelatedSym NoRelatedSymWriter 146 "4.2 to 5.0SP2",
            no_root_party_ids NoRootPartyIDs NoRootPartyIDsWriter 1116 "5.0SP1, 5.0SP2",
        }
    }
    Quote QuoteWriter "S" "4.0 to 5.0SP2" {
        text {
            account Account 1 "4.3 to 5.0SP2", currency Currency 15 "4.2 to 5.0SP2",
            security_id SecurityID 48 "4.0 to 5.0SP2", symbol Symbol 55 "4.0 to 5.0SP2", text Text 58 "4.3 to 5.0SP2",
            settl_date SettlDate 64 "4.1 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.0 to 5.0SP2",
            ex_destination ExDestination 100 "4.3 to 5.0SP2", issuer Issuer 106 "4.0 to 5.0SP2",
            security_desc SecurityDesc 107 "4.0 to 5.0SP2", quote_id QuoteID 117 "4.0 to 5.0SP2",
            settl_currency SettlCurrency 120 "5.0SP2", quote_req_id QuoteReqID 131 "4.0 to 5.0SP2",
            settl_date2 SettlDate2 193 "4.1 to 5.0SP2", maturity_month_year MaturityMonthYear 200 "4.1 to 5.0SP2",
            maturity_day MaturityDay 205 "4.1, 4.2", security_exchange SecurityExchange 207 "4.1 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "4.4 to 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "4.4 to 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "4.4 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.2 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            quote_resp_id QuoteRespID 693 "4.4 to 5.0SP2",
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
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2", quote_msg_id QuoteMsgID 1166 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            commission Commission 12 "4.3 to 5.0SP2", order_qty OrderQty 38 "4.4 to 5.0SP2",
            min_qty MinQty 110 "5.0SP1, 5.0SP2", bid_px BidPx 132 "4.0 to 5.0SP2",
            offer_px OfferPx 133 "4.0 to 5.0SP2", bid_size BidSize 134 "4.0 to 5.0SP2",
            offer_size OfferSize 135 "4.0 to 5.0SP2", cash_order_qty CashOrderQty 152 "4.4 to 5.0SP2",
            bid_spot_rate BidSpotRate 188 "4.1 to 5.0SP2", bid_forward_points BidForwardPoints 189 "4.1 to 5.0SP2",
            offer_spot_rate OfferSpotRate 190 "4.1 to 5.0SP2",
            offer_forward_points OfferForwardPoints 191 "4.1 to 5.0SP2", order_qty2 OrderQty2 192 "4.1 to 5.0SP2",
            strike_price StrikePrice 202 "4.1 to 5.0SP2", spread Spread 218 "4.4 to 5.0SP2",
            coupon_rate CouponRate 223 "4.2 to 5.0SP2", repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2",
            factor Factor 228 "4.3 to 5.0SP2", contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2",
            yield_ Yield 236 "4.4 to 5.0SP2", rounding_modulus RoundingModulus 469 "4.4 to 5.0SP2",
            order_percent OrderPercent 516 "4.4 to 5.0SP2", mid_px MidPx 631 "4.3 to 5.0SP2",
            bid_yield BidYield 632 "4.3 to 5.0SP2", mid_yield MidYield 633 "4.3 to 5.0SP2",
            offer_yield OfferYield 634 "4.3 to 5.0SP2", bid_forward_points2 BidForwardPoints2 642 "4.3 to 5.0SP2",
            offer_forward_points2 OfferForwardPoints2 643 "4.3 to 5.0SP2", mkt_bid_px MktBidPx 645 "4.3 to 5.0SP2",
            mkt_offer_px MktOfferPx 646 "4.3 to 5.0SP2", min_bid_size MinBidSize 647 "4.3 to 5.0SP2",
            min_offer_size MinOfferSize 648 "4.3 to 5.0SP2",
            settl_curr_bid_fx_rate SettlCurrBidFxRate 656 "4.3 to 5.0SP2",
            settl_curr_offer_fx_rate SettlCurrOfferFxRate 657 "4.3 to 5.0SP2",
            benchmark_price BenchmarkPrice 662 "4.4 to 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "4.4 to 5.0SP2",
            margin_ratio MarginRatio 898 "4.4 to 5.0SP2", strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2",
            strike_value StrikeValue 968 "5.0 to 5.0SP2", min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            bid_swap_points BidSwapPoints 1065 "5.0 to 5.0SP2",
            offer_swap_points OfferSwapPoints 1066 "5.0 to 5.0SP2",
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
            cust_order_capacity CustOrderCapacity 582 "4.3 to 5.0SP2",
            benchmark_price_type BenchmarkPriceType 663 "4.4 to 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "4.4 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            settl_curr_fx_rate_calc SettlCurrFxRateCalc 156 "4.3 to 5.0SP2",
            opt_attribute OptAttribute 206 "4.1 to 5.0SP2",
        }
        flag {
            private_quote PrivateQuote 1171 "5.0SP1, 5.0SP2",
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.1 to 5.0SP2", valid_until_time ValidUntilTime 62 "4.0 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.3 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            comm_type CommType 13 "4.3 to 5.0SP2", security_id_source SecurityIDSource 22 "4.0 to 5.0SP2",
            ord_type OrdType 40 "4.1 to 5.0SP2", side Side 54 "4.4 to 5.0SP2",
            settl_type SettlType 63 "4.3 to 5.0SP2", security_type SecurityType 167 "4.1 to 5.0SP2",
            put_or_call PutOrCall 201 "4.1, 4.2, 4.4 to 5.0SP2", yield_type YieldType 235 "4.4 to 5.0SP2",
            quote_response_level QuoteResponseLevel 301 "4.2 to 5.0SP2", price_type PriceType 423 "4.4 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", rounding_direction RoundingDirection 468 "4.4 to 5.0SP2",
            order_capacity OrderCapacity 528 "4.4 to 5.0SP2", quote_type QuoteType 537 "4.3 to 5.0SP2",
            account_type AccountType 581 "4.3 to 5.0SP2", acct_id_source AcctIDSource 660 "4.4 to 5.0SP2",
            booking_type BookingType 775 "5.0SP2", termination_type TerminationType 788 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            ex_destination_id_source ExDestinationIDSource 1133 "5.0 to 5.0SP2",
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
            order_restrictions OrderRestrictions 529 "5.0SP2",
        }
        group {
            no_stipulations NoStipulations NoStipulationsWriter 232 "4.4 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_quote_qualifiers NoQuoteQualifiers NoQuoteQualifiersWriter 735 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_rate_sources NoRateSources NoRateSourcesWriter 1445 "5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    MarketDataRequest MarketDataRequestWriter "V" "4.2 to 5.0SP2" {
        text {
            md_req_id MDReqID 262 "4.2 to 5.0SP2",
        }
        int {
            market_depth MarketDepth 264 "4.2 to 5.0SP2", appl_queue_max ApplQueueMax 812 "4.4 to 5.0SP2",
        }
        flag {
            aggregated_book AggregatedBook 266 "4.2 to 5.0SP2",
            md_implicit_delete MDImplicitDelete 547 "4.3 to 5.0SP2",
        }
        ; data {}
        code {
            subscription_request_type SubscriptionRequestType 263 "4.2 to 5.0SP2",
            md_update_type MDUpdateType 265 "4.2 to 5.0SP2", appl_queue_action ApplQueueAction 815 "4.4 to 5.0SP2",
            md_quote_type MDQuoteType 1070 "5.0 to 5.0SP2",
        }
        codes {
            open_close_settl_flag OpenCloseSettlFlag 286 "4.3 to 5.0SP2", scope Scope 546 "4.3 to 5.0SP2",
        }
        group {
            no_related_sym NoRelatedSym NoRelatedSymWriter 146 "4.2 to 5.0SP2",
            no_md_entry_types NoMDEntryTypes NoMDEntryTypesWriter 267 "4.2 to 5.0SP2",
            no_trading_sessions NoTradingSessions NoTradingSessionsWriter 386 "4.3 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "5.0SP1, 5.0SP2",
        }
    }
    MarketDataSnapshotFullRefresh MarketDataSnapshotFullRefreshWriter "W" "4.2 to 5.0SP2" {
        text {
            security_id SecurityID 48 "4.2 to 5.0SP2", symbol Symbol 55 "4.2 to 5.0SP2",
            symbol_sfx SymbolSfx 65 "4.2 to 5.0SP2", trade_date TradeDate 75 "5.0 to 5.0SP2",
            issuer Issuer 106 "4.2 to 5.0SP2", security_desc SecurityDesc 107 "4.2 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.2 to 5.0SP2", maturity_day MaturityDay 205 "4.2",
            security_exchange SecurityExchange 207 "4.2 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            md_req_id MDReqID 262 "4.2 to 5.0SP2", total_volume_traded_date TotalVolumeTradedDate 449 "4.3",
            total_volume_traded_time TotalVolumeTradedTime 450 "4.3", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            clearing_business_date ClearingBusinessDate 715 "5.0 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", md_feed_type MDFeedType 1022 "5.0 to 5.0SP2",
            maturity_time MaturityTime 1079 "5.0 to 5.0SP2", security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            appl_id ApplID 1180 "5.0SP1, 5.0SP2", security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2", md_stream_id MDStreamID 1500 "5.0SP2",
        }
        decimal {
            strike_price StrikePrice 202 "4.2 to 5.0SP2", coupon_rate CouponRate 223 "4.2 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2",
            total_volume_traded TotalVolumeTraded 387 "4.2, 4.3", net_chg_prev_day NetChgPrevDay 451 "4.3 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
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
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2", market_depth MarketDepth 264 "5.0SP1, 5.0SP2",
            appl_queue_depth ApplQueueDepth 813 "4.4 to 5.0SP2", tot_num_reports TotNumReports 911 "5.0SP1, 5.0SP2",
            md_report_id MDReportID 963 "5.0 to 5.0SP2", position_limit PositionLimit 970 "5.0 to 5.0SP2",
            nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
            md_sub_book_type MDSubBookType 1173 "5.0SP1, 5.0SP2",
        }
        unsigned {
            appl_seq_num ApplSeqNum 1181 "5.0SP1, 5.0SP2", appl_last_seq_num ApplLastSeqNum 1350 "5.0SP1, 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.2 to 5.0SP2",
        }
        flag {
            refresh_indicator RefreshIndicator 1187 "5.0SP1, 5.0SP2",
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
            appl_resend_flag ApplResendFlag 1352 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.2 to 5.0SP2", security_type SecurityType 167 "4.2 to 5.0SP2",
            put_or_call PutOrCall 201 "4.2, 4.4 to 5.0SP2", product Product 460 "4.3 to 5.0SP2",
            appl_queue_resolution ApplQueueResolution 814 "4.4 to 5.0SP2", cp_program CPProgram 875 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2", md_book_type MDBookType 1021 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
            financial_status FinancialStatus 291 "4.2 to 5.0SP2",
            corporate_action CorporateAction 292 "4.2 to 5.0SP2",
        }
        group {
            no_routing_ids NoRoutingIDs NoRoutingIDsWriter 215 "5.0 to 5.0SP2",
            no_md_entries NoMDEntries NoMDEntriesWriter 268 "4.2 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    MarketDataIncrementalRefresh MarketDataIncrementalRefreshWriter "X" "4.2 to 5.0SP2" {
        text {
            trade_date TradeDate 75 "5.0 to 5.0SP2", md_req_id MDReqID 262 "4.2 to 5.0SP2",
            md_feed_type MDFeedType 1022 "5.0 to 5.0SP2", appl_id ApplID 1180 "5.0SP1, 5.0SP2",
        }
        int {
            appl_queue_depth ApplQueueDepth 813 "4.4 to 5.0SP2",
        }
        unsigned {
            appl_seq_num ApplSeqNum 1181 "5.0SP1, 5.0SP2", appl_last_seq_num ApplLastSeqNum 1350 "5.0SP1, 5.0SP2",
        }
        flag {
            appl_resend_flag ApplResendFlag 1352 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            appl_queue_resolution ApplQueueResolution 814 "4.4 to 5.0SP2",
            md_book_type MDBookType 1021 "5.0 to 5.0SP2",
        }
        codes {}
        group {
            no_routing_ids NoRoutingIDs NoRoutingIDsWriter 215 "5.0 to 5.0SP2",
            no_md_entries NoMDEntries NoMDEntriesWriter 268 "4.2 to 5.0SP2",
        }
    }
    MarketDataRequestReject MarketDataRequestRejectWriter "Y" "4.2 to 5.0SP2" {
        text {
            text Text 58 "4.2 to 5.0SP2", md_req_id MDReqID 262 "4.2 to 5.0SP2",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2",
        }
        code {
            md_req_rej_reason MDReqRejReason 281 "4.2 to 5.0SP2",
        }
        codes {}
        group {
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "5.0SP1, 5.0SP2",
            no_alt_md_source NoAltMDSource NoAltMDSourceWriter 816 "4.4 to 5.0SP2",
        }
    }
    QuoteCancel QuoteCancelWriter "Z" "4.2 to 5.0SP2" {
        text {
            account Account 1 "4.3 to 5.0SP2", quote_id QuoteID 117 "4.2 to 5.0SP2",
            quote_req_id QuoteReqID 131 "4.2 to 5.0SP2", trading_session_id TradingSessionID 336 "4.2 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            quote_msg_id QuoteMsgID 1166 "5.0SP1, 5.0SP2",
        }
        ; data {}
        code {
            quote_cancel_type QuoteCancelType 298 "4.2 to 5.0SP2",
            quote_response_level QuoteResponseLevel 301 "4.2 to 5.0SP2", quote_type QuoteType 537 "5.0SP2",
            account_type AccountType 581 "4.3 to 5.0SP2", acct_id_source AcctIDSource 660 "4.4 to 5.0SP2",
        }
        codes {}
        group {
            no_quote_entries NoQuoteEntries NoQuoteEntriesWriter 295 "4.2 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_target_party_ids NoTargetPartyIDs NoTargetPartyIDsWriter 1461 "5.0SP2",
        }
    }
    MassQuoteAcknowledgement MassQuoteAcknowledgementWriter "b" "4.2 to 5.0SP2" {
        text {
            account Account 1 "4.3 to 5.0SP2", text Text 58 "4.2 to 5.0SP2", quote_id QuoteID 117 "4.2 to 5.0SP2",
            quote_req_id QuoteReqID 131 "4.2 to 5.0SP2", trading_session_id TradingSessionID 336 "4.2",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.4 to 5.0SP2",
        }
        code {
            quote_status QuoteStatus 297 "4.2 to 5.0SP2", quote_cancel_type QuoteCancelType 298 "5.0SP1, 5.0SP2",
            quote_reject_reason QuoteRejectReason 300 "4.2 to 5.0SP2",
            quote_response_level QuoteResponseLevel 301 "4.2 to 5.0SP2", quote_type QuoteType 537 "4.3 to 5.0SP2",
            account_type AccountType 581 "4.3 to 5.0SP2", acct_id_source AcctIDSource 660 "4.4 to 5.0SP2",
        }
        codes {}
        group {
            no_quote_sets NoQuoteSets NoQuoteSetsWriter 296 "4.2 to 5.0SP2",
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "4.3 to 5.0SP2",
            no_target_party_ids NoTargetPartyIDs NoTargetPartyIDsWriter 1461 "5.0SP2",
        }
    }
    SecurityDefinitionRequest SecurityDefinitionRequestWriter "c" "4.2 to 5.0SP2" {
        text {
            currency Currency 15 "4.2 to 5.0SP2", security_id SecurityID 48 "4.2 to 5.0SP2",
            symbol Symbol 55 "4.2 to 5.0SP2", text Text 58 "4.2 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.2 to 5.0SP2",
            issuer Issuer 106 "4.2 to 5.0SP2", security_desc SecurityDesc 107 "4.2 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.2 to 5.0SP2", maturity_day MaturityDay 205 "4.2",
            security_exchange SecurityExchange 207 "4.2 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "5.0SP1, 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "5.0SP1, 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "5.0SP1, 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            security_req_id SecurityReqID 320 "4.2 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.2 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
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
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
            market_segment_id MarketSegmentID 1300 "5.0SP1, 5.0SP2", market_id MarketID 1301 "5.0SP1, 5.0SP2",
        }
        decimal {
            strike_price StrikePrice 202 "4.2 to 5.0SP2", spread Spread 218 "5.0SP1, 5.0SP2",
            coupon_rate CouponRate 223 "4.2 to 5.0SP2", repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2",
            factor Factor 228 "4.3 to 5.0SP2", contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2",
            yield_ Yield 236 "5.0SP1, 5.0SP2", benchmark_price BenchmarkPrice 662 "5.0SP1, 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "5.0SP1, 5.0SP2",
            pct_at_risk PctAtRisk 869 "4.4 to 5.0SP2", strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2",
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
            benchmark_price_type BenchmarkPriceType 663 "5.0SP1, 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "5.0SP1, 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.2 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.2 to 5.0SP2", security_type SecurityType 167 "4.2 to 5.0SP2",
            put_or_call PutOrCall 201 "4.2, 4.4 to 5.0SP2", yield_type YieldType 235 "5.0SP1, 5.0SP2",
            subscription_request_type SubscriptionRequestType 263 "4.3 to 5.0SP2",
            security_request_type SecurityRequestType 321 "4.2 to 5.0SP2", product Product 460 "4.3 to 5.0SP2",
            delivery_form DeliveryForm 668 "4.4 to 5.0SP2", expiration_cycle ExpirationCycle 827 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_related_sym NoRelatedSym NoRelatedSymWriter 146 "4.2",
            no_stipulations NoStipulations NoStipulationsWriter 232 "5.0SP1, 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.3 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instr_attrib NoInstrAttrib NoInstrAttribWriter 870 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    SecurityDefinition SecurityDefinitionWriter "d" "4.2 to 5.0SP2" {
        text {
            currency Currency 15 "4.2 to 5.0SP2", security_id SecurityID 48 "4.2 to 5.0SP2",
            symbol Symbol 55 "4.2 to 5.0SP2", text Text 58 "4.2 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.2 to 5.0SP2",
            issuer Issuer 106 "4.2 to 5.0SP2", security_desc SecurityDesc 107 "4.2 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.2 to 5.0SP2", maturity_day MaturityDay 205 "4.2",
            security_exchange SecurityExchange 207 "4.2 to 5.0SP2",
            benchmark_curve_currency BenchmarkCurveCurrency 220 "5.0SP1, 5.0SP2",
            benchmark_curve_name BenchmarkCurveName 221 "5.0SP1, 5.0SP2",
            benchmark_curve_point BenchmarkCurvePoint 222 "5.0SP1, 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            security_req_id SecurityReqID 320 "4.2 to 5.0SP2",
            security_response_id SecurityResponseID 322 "4.2 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.2 to 5.0", cfi_code CFICode 461 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            yield_redemption_date YieldRedemptionDate 696 "5.0SP1, 5.0SP2",
            benchmark_security_id BenchmarkSecurityID 699 "5.0SP1, 5.0SP2",
            yield_calc_date YieldCalcDate 701 "5.0SP1, 5.0SP2",
            clearing_business_date ClearingBusinessDate 715 "5.0 to 5.0SP2",
            benchmark_security_id_source BenchmarkSecurityIDSource 761 "5.0SP1, 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2", dated_date DatedDate 873 "4.4 to 5.0SP2",
            interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2", cp_reg_type CPRegType 876 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2", maturity_time MaturityTime 1079 "5.0 to 5.0SP2",
            security_group SecurityGroup 1151 "5.0SP1, 5.0SP2", appl_id ApplID 1180 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
        }
        decimal {
            strike_price StrikePrice 202 "4.2 to 5.0SP2", spread Spread 218 "5.0SP1, 5.0SP2",
            coupon_rate CouponRate 223 "4.2 to 5.0SP2", repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2",
            factor Factor 228 "4.3 to 5.0SP2", contract_multiplier ContractMultiplier 231 "4.2 to 5.0SP2",
            yield_ Yield 236 "5.0SP1, 5.0SP2", round_lot RoundLot 561 "4.3 to 5.0",
            min_trade_vol MinTradeVol 562 "4.3 to 5.0", benchmark_price BenchmarkPrice 662 "5.0SP1, 5.0SP2",
            yield_redemption_price YieldRedemptionPrice 697 "5.0SP1, 5.0SP2",
            pct_at_risk PctAtRisk 869 "4.4 to 5.0SP2", strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2",
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
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2", tot_no_related_sym TotNoRelatedSym 393 "4.2",
            benchmark_price_type BenchmarkPriceType 663 "5.0SP1, 5.0SP2",
            yield_redemption_price_type YieldRedemptionPriceType 698 "5.0SP1, 5.0SP2",
            security_report_id SecurityReportID 964 "5.0 to 5.0SP2", position_limit PositionLimit 970 "5.0 to 5.0SP2",
            nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        unsigned {
            appl_seq_num ApplSeqNum 1181 "5.0SP1, 5.0SP2", appl_last_seq_num ApplLastSeqNum 1350 "5.0SP1, 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.2 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
            appl_resend_flag ApplResendFlag 1352 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.2 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.2 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.2 to 5.0SP2", security_type SecurityType 167 "4.2 to 5.0SP2",
            put_or_call PutOrCall 201 "4.2, 4.4 to 5.0SP2", yield_type YieldType 235 "5.0SP1, 5.0SP2",
            security_response_type SecurityResponseType 323 "4.2 to 5.0SP2", product Product 460 "4.3 to 5.0SP2",
            delivery_form DeliveryForm 668 "4.4 to 5.0SP2", expiration_cycle ExpirationCycle 827 "4.4, 5.0",
            cp_program CPProgram 875 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
            corporate_action CorporateAction 292 "5.0SP1, 5.0SP2",
        }
        group {
            no_related_sym NoRelatedSym NoRelatedSymWriter 146 "4.2",
            no_stipulations NoStipulations NoStipulationsWriter 232 "5.0SP1, 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.3 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instr_attrib NoInstrAttrib NoInstrAttribWriter 870 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_market_segments NoMarketSegments NoMarketSegmentsWriter 1310 "5.0SP1, 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    BusinessMessageReject BusinessMessageRejectWriter "j" "4.2 to 5.0SP2" {
        text {
            text Text 58 "4.2 to 5.0SP2", ref_msg_type RefMsgType 372 "4.2 to 5.0SP2",
            business_reject_ref_id BusinessRejectRefID 379 "4.2 to 5.0SP2",
            ref_appl_ver_id RefApplVerID 1130 "5.0SP1, 5.0SP2",
            ref_cstm_appl_ver_id RefCstmApplVerID 1131 "5.0SP1, 5.0SP2",
        }
        int {
            ref_appl_ext_id RefApplExtID 1406 "5.0SP1, 5.0SP2",
        }
        unsigned {
            ref_seq_num RefSeqNum 45 "4.2 to 5.0SP2",
        }
        ; data {
            encoded_text EncodedText 354 355 "4.2 to 5.0SP2",
        }
        code {
            business_reject_reason BusinessRejectReason 380 "4.2 to 5.0SP2",
        }
        codes {}
        group {}
    }
    OrderMassCancelRequest OrderMassCancelRequestWriter "q" "4.3 to 5.0SP2" {
        text {
            cl_ord_id ClOrdID 11 "4.3 to 5.0SP2", security_id SecurityID 48 "4.3 to 5.0SP2",
            symbol Symbol 55 "4.3 to 5.0SP2", text Text 58 "4.3 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.3 to 5.0SP2",
            issuer Issuer 106 "4.3 to 5.0SP2", security_desc SecurityDesc 107 "4.3 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.3 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.3 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2",
            underlying_coupon_payment_date UnderlyingCouponPaymentDate 241 "4.3 to 5.0SP2",
            underlying_issue_date UnderlyingIssueDate 242 "4.3 to 5.0SP2",
            underlying_repo_collateral_security_type UnderlyingRepoCollateralSecurityType 243 "4.3 to 5.0SP2",
            underlying_redemption_date UnderlyingRedemptionDate 247 "4.3 to 5.0SP2",
            credit_rating CreditRating 255 "4.3 to 5.0SP2",
            underlying_credit_rating UnderlyingCreditRating 256 "4.3 to 5.0SP2",
            underlying_security_id_source UnderlyingSecurityIDSource 305 "4.3 to 5.0SP2",
            underlying_issuer UnderlyingIssuer 306 "4.3 to 5.0SP2",
            underlying_security_desc UnderlyingSecurityDesc 307 "4.3 to 5.0SP2",
            underlying_security_exchange UnderlyingSecurityExchange 308 "4.3 to 5.0SP2",
            underlying_security_id UnderlyingSecurityID 309 "4.3 to 5.0SP2",
            underlying_security_type UnderlyingSecurityType 310 "4.3 to 5.0SP2",
            underlying_symbol UnderlyingSymbol 311 "4.3 to 5.0SP2",
            underlying_symbol_sfx UnderlyingSymbolSfx 312 "4.3 to 5.0SP2",
            underlying_maturity_month_year UnderlyingMaturityMonthYear 313 "4.3 to 5.0SP2",
            underlying_currency UnderlyingCurrency 318 "4.4 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.3 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            underlying_cfi_code UnderlyingCFICode 463 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            underlying_maturity_date UnderlyingMaturityDate 542 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            underlying_country_of_issue UnderlyingCountryOfIssue 592 "4.3 to 5.0SP2",
            underlying_state_or_province_of_issue UnderlyingStateOrProvinceOfIssue 593 "4.3 to 5.0SP2",
            underlying_locale_of_issue UnderlyingLocaleOfIssue 594 "4.3 to 5.0SP2",
            underlying_instr_registry UnderlyingInstrRegistry 595 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2",
            underlying_security_sub_type UnderlyingSecuritySubType 763 "4.4 to 5.0SP2",
            dated_date DatedDate 873 "4.4 to 5.0SP2", interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2",
            cp_reg_type CPRegType 876 "4.4 to 5.0SP2", underlying_cp_program UnderlyingCPProgram 877 "4.4 to 5.0SP2",
            underlying_cp_reg_type UnderlyingCPRegType 878 "4.4 to 5.0SP2",
            underlying_strike_currency UnderlyingStrikeCurrency 941 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2",
            underlying_unit_of_measure UnderlyingUnitOfMeasure 998 "5.0 to 5.0SP2",
            underlying_time_unit UnderlyingTimeUnit 1000 "5.0 to 5.0SP2",
            underlying_settl_method UnderlyingSettlMethod 1039 "5.0 to 5.0SP2",
            maturity_time MaturityTime 1079 "5.0 to 5.0SP2", security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            underlying_maturity_time UnderlyingMaturityTime 1213 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
            market_segment_id MarketSegmentID 1300 "5.0SP1, 5.0SP2", market_id MarketID 1301 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure UnderlyingPriceUnitOfMeasure 1424 "5.0SP1, 5.0SP2",
            underlying_restructuring_type UnderlyingRestructuringType 1453 "5.0SP2",
            underlying_seniority UnderlyingSeniority 1454 "5.0SP2",
        }
        decimal {
            strike_price StrikePrice 202 "4.3 to 5.0SP2", coupon_rate CouponRate 223 "4.3 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.3 to 5.0SP2",
            underlying_repurchase_rate UnderlyingRepurchaseRate 245 "4.3 to 5.0SP2",
            underlying_factor UnderlyingFactor 246 "4.3 to 5.0SP2",
            underlying_strike_price UnderlyingStrikePrice 316 "4.3 to 5.0SP2",
            underlying_coupon_rate UnderlyingCouponRate 435 "4.3 to 5.0SP2",
            underlying_contract_multiplier UnderlyingContractMultiplier 436 "4.3 to 5.0SP2",
            underlying_px UnderlyingPx 810 "4.4 to 5.0SP2", underlying_qty UnderlyingQty 879 "4.4 to 5.0SP2",
            underlying_dirty_price UnderlyingDirtyPrice 882 "4.4 to 5.0SP2",
            underlying_end_price UnderlyingEndPrice 883 "4.4 to 5.0SP2",
            underlying_start_value UnderlyingStartValue 884 "4.4 to 5.0SP2",
            underlying_current_value UnderlyingCurrentValue 885 "4.4 to 5.0SP2",
            underlying_end_value UnderlyingEndValue 886 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            underlying_allocation_percent UnderlyingAllocationPercent 972 "5.0 to 5.0SP2",
            underlying_cash_amount UnderlyingCashAmount 973 "5.0 to 5.0SP2",
            underlying_cap_value UnderlyingCapValue 1038 "5.0 to 5.0SP2",
            underlying_adjusted_quantity UnderlyingAdjustedQuantity 1044 "5.0 to 5.0SP2",
            underlying_fx_rate UnderlyingFXRate 1045 "5.0 to 5.0SP2",
            min_price_increment_amount MinPriceIncrementAmount 1146 "5.0SP1, 5.0SP2",
            unit_of_measure_qty UnitOfMeasureQty 1147 "5.0SP1, 5.0SP2",
            price_unit_of_measure_qty PriceUnitOfMeasureQty 1192 "5.0SP1, 5.0SP2",
            opt_payout_amount OptPayoutAmount 1195 "5.0SP1, 5.0SP2", cap_price CapPrice 1199 "5.0SP1, 5.0SP2",
            floor_price FloorPrice 1200 "5.0SP1, 5.0SP2",
            underlying_unit_of_measure_qty UnderlyingUnitOfMeasureQty 1423 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure_qty UnderlyingPriceUnitOfMeasureQty 1425 "5.0SP1, 5.0SP2",
            notional_percentage_outstanding NotionalPercentageOutstanding 1451 "5.0SP2",
            original_notional_percentage_outstanding OriginalNotionalPercentageOutstanding 1452 "5.0SP2",
            underlying_notional_percentage_outstanding UnderlyingNotionalPercentageOutstanding 1455 "5.0SP2",
            underlying_original_notional_percentage_outstanding UnderlyingOriginalNotionalPercentageOutstanding 1456 "5.0SP2",
            attachment_point AttachmentPoint 1457 "5.0SP2", detachment_point DetachmentPoint 1458 "5.0SP2",
            underlying_attachment_point UnderlyingAttachmentPoint 1459 "5.0SP2",
            underlying_detachment_point UnderlyingDetachmentPoint 1460 "5.0SP2",
            strike_price_boundary_precision StrikePriceBoundaryPrecision 1480 "5.0SP2",
        }
        int {
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2",
            underlying_repurchase_term UnderlyingRepurchaseTerm 244 "4.3 to 5.0SP2",
            underlying_put_or_call UnderlyingPutOrCall 315 "4.3 to 5.0SP2",
            underlying_product UnderlyingProduct 462 "4.3 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
            underlying_exercise_style UnderlyingExerciseStyle 1419 "5.0SP1, 5.0SP2",
            underlying_contract_multiplier_unit UnderlyingContractMultiplierUnit 1437 "5.0SP2",
            underlying_flow_schedule_type UnderlyingFlowScheduleType 1441 "5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.3 to 5.0SP2",
            underlying_opt_attribute UnderlyingOptAttribute 317 "4.3 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.3 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.3 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.3 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.3 to 5.0SP2",
            encoded_underlying_issuer EncodedUnderlyingIssuer 362 363 "4.3 to 5.0SP2",
            encoded_underlying_security_desc EncodedUnderlyingSecurityDesc 364 365 "4.3 to 5.0SP2",
            security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.3 to 5.0SP2", side Side 54 "4.3 to 5.0SP2",
            security_type SecurityType 167 "4.3 to 5.0SP2", put_or_call PutOrCall 201 "4.4 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", mass_cancel_request_type MassCancelRequestType 530 "4.3 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            underlying_cash_type UnderlyingCashType 974 "5.0 to 5.0SP2",
            underlying_settlement_type UnderlyingSettlementType 975 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            underlying_fx_rate_calc UnderlyingFXRateCalc 1046 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "5.0 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_underlying_security_alt_id NoUnderlyingSecurityAltID NoUnderlyingSecurityAltIDWriter 457 "4.3 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_underlying_stips NoUnderlyingStips NoUnderlyingStipsWriter 887 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_undly_instrument_parties NoUndlyInstrumentParties NoUndlyInstrumentPartiesWriter 1058 "5.0 to 5.0SP2",
            no_target_party_ids NoTargetPartyIDs NoTargetPartyIDsWriter 1461 "5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    OrderMassCancelReport OrderMassCancelReportWriter "r" "4.3 to 5.0SP2" {
        text {
            cl_ord_id ClOrdID 11 "4.3 to 5.0SP2", order_id OrderID 37 "4.3 to 5.0SP2",
            security_id SecurityID 48 "4.3 to 5.0SP2", symbol Symbol 55 "4.3 to 5.0SP2", text Text 58 "4.3 to 5.0SP2",
            symbol_sfx SymbolSfx 65 "4.3 to 5.0SP2", issuer Issuer 106 "4.3 to 5.0SP2",
            security_desc SecurityDesc 107 "4.3 to 5.0SP2", secondary_order_id SecondaryOrderID 198 "4.3 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.3 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.3 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2",
            underlying_coupon_payment_date UnderlyingCouponPaymentDate 241 "4.3 to 5.0SP2",
            underlying_issue_date UnderlyingIssueDate 242 "4.3 to 5.0SP2",
            underlying_repo_collateral_security_type UnderlyingRepoCollateralSecurityType 243 "4.3 to 5.0SP2",
            underlying_redemption_date UnderlyingRedemptionDate 247 "4.3 to 5.0SP2",
            credit_rating CreditRating 255 "4.3 to 5.0SP2",
            underlying_credit_rating UnderlyingCreditRating 256 "4.3 to 5.0SP2",
            underlying_security_id_source UnderlyingSecurityIDSource 305 "4.3 to 5.0SP2",
            underlying_issuer UnderlyingIssuer 306 "4.3 to 5.0SP2",
            underlying_security_desc UnderlyingSecurityDesc 307 "4.3 to 5.0SP2",
            underlying_security_exchange UnderlyingSecurityExchange 308 "4.3 to 5.0SP2",
            underlying_security_id UnderlyingSecurityID 309 "4.3 to 5.0SP2",
            underlying_security_type UnderlyingSecurityType 310 "4.3 to 5.0SP2",
            underlying_symbol UnderlyingSymbol 311 "4.3 to 5.0SP2",
            underlying_symbol_sfx UnderlyingSymbolSfx 312 "4.3 to 5.0SP2",
            underlying_maturity_month_year UnderlyingMaturityMonthYear 313 "4.3 to 5.0SP2",
            underlying_currency UnderlyingCurrency 318 "4.4 to 5.0SP2",
            trading_session_id TradingSessionID 336 "4.3 to 5.0SP2", cfi_code CFICode 461 "4.3 to 5.0SP2",
            underlying_cfi_code UnderlyingCFICode 463 "4.3 to 5.0SP2",
            country_of_issue CountryOfIssue 470 "4.3 to 5.0SP2",
            state_or_province_of_issue StateOrProvinceOfIssue 471 "4.3 to 5.0SP2",
            locale_of_issue LocaleOfIssue 472 "4.3 to 5.0SP2",
            secondary_cl_ord_id SecondaryClOrdID 526 "4.3 to 5.0SP2", maturity_date MaturityDate 541 "4.3 to 5.0SP2",
            underlying_maturity_date UnderlyingMaturityDate 542 "4.3 to 5.0SP2",
            instr_registry InstrRegistry 543 "4.3 to 5.0SP2",
            underlying_country_of_issue UnderlyingCountryOfIssue 592 "4.3 to 5.0SP2",
            underlying_state_or_province_of_issue UnderlyingStateOrProvinceOfIssue 593 "4.3 to 5.0SP2",
            underlying_locale_of_issue UnderlyingLocaleOfIssue 594 "4.3 to 5.0SP2",
            underlying_instr_registry UnderlyingInstrRegistry 595 "4.3 to 5.0SP2",
            trading_session_sub_id TradingSessionSubID 625 "4.3 to 5.0SP2",
            contract_settl_month ContractSettlMonth 667 "4.4 to 5.0SP2", pool Pool 691 "4.4 to 5.0SP2",
            security_sub_type SecuritySubType 762 "4.4 to 5.0SP2",
            underlying_security_sub_type UnderlyingSecuritySubType 763 "4.4 to 5.0SP2",
            dated_date DatedDate 873 "4.4 to 5.0SP2", interest_accrual_date InterestAccrualDate 874 "4.4 to 5.0SP2",
            cp_reg_type CPRegType 876 "4.4 to 5.0SP2", underlying_cp_program UnderlyingCPProgram 877 "4.4 to 5.0SP2",
            underlying_cp_reg_type UnderlyingCPRegType 878 "4.4 to 5.0SP2",
            underlying_strike_currency UnderlyingStrikeCurrency 941 "4.4 to 5.0SP2",
            strike_currency StrikeCurrency 947 "4.4 to 5.0SP2",
            settle_on_open_flag SettleOnOpenFlag 966 "5.0 to 5.0SP2",
            underlying_unit_of_measure UnderlyingUnitOfMeasure 998 "5.0 to 5.0SP2",
            underlying_time_unit UnderlyingTimeUnit 1000 "5.0 to 5.0SP2",
            underlying_settl_method UnderlyingSettlMethod 1039 "5.0 to 5.0SP2",
            maturity_time MaturityTime 1079 "5.0 to 5.0SP2", security_group SecurityGroup 1151 "5.0SP1, 5.0SP2",
            security_xml_schema SecurityXMLSchema 1186 "5.0SP1, 5.0SP2",
            price_unit_of_measure PriceUnitOfMeasure 1191 "5.0SP1, 5.0SP2",
            underlying_maturity_time UnderlyingMaturityTime 1213 "5.0SP1, 5.0SP2",
            product_complex ProductComplex 1227 "5.0SP1, 5.0SP2",
            market_segment_id MarketSegmentID 1300 "5.0SP1, 5.0SP2", market_id MarketID 1301 "5.0SP1, 5.0SP2",
            mass_action_report_id MassActionReportID 1369 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure UnderlyingPriceUnitOfMeasure 1424 "5.0SP1, 5.0SP2",
            underlying_restructuring_type UnderlyingRestructuringType 1453 "5.0SP2",
            underlying_seniority UnderlyingSeniority 1454 "5.0SP2",
        }
        decimal {
            strike_price StrikePrice 202 "4.3 to 5.0SP2", coupon_rate CouponRate 223 "4.3 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.3 to 5.0SP2",
            underlying_repurchase_rate UnderlyingRepurchaseRate 245 "4.3 to 5.0SP2",
            underlying_factor UnderlyingFactor 246 "4.3 to 5.0SP2",
            underlying_strike_price UnderlyingStrikePrice 316 "4.3 to 5.0SP2",
            underlying_coupon_rate UnderlyingCouponRate 435 "4.3 to 5.0SP2",
            underlying_contract_multiplier UnderlyingContractMultiplier 436 "4.3 to 5.0SP2",
            underlying_px UnderlyingPx 810 "4.4 to 5.0SP2", underlying_qty UnderlyingQty 879 "4.4 to 5.0SP2",
            underlying_dirty_price UnderlyingDirtyPrice 882 "4.4 to 5.0SP2",
            underlying_end_price UnderlyingEndPrice 883 "4.4 to 5.0SP2",
            underlying_start_value UnderlyingStartValue 884 "4.4 to 5.0SP2",
            underlying_current_value UnderlyingCurrentValue 885 "4.4 to 5.0SP2",
            underlying_end_value UnderlyingEndValue 886 "4.4 to 5.0SP2",
            strike_multiplier StrikeMultiplier 967 "5.0 to 5.0SP2", strike_value StrikeValue 968 "5.0 to 5.0SP2",
            min_price_increment MinPriceIncrement 969 "5.0 to 5.0SP2",
            underlying_allocation_percent UnderlyingAllocationPercent 972 "5.0 to 5.0SP2",
            underlying_cash_amount UnderlyingCashAmount 973 "5.0 to 5.0SP2",
            underlying_cap_value UnderlyingCapValue 1038 "5.0 to 5.0SP2",
            underlying_adjusted_quantity UnderlyingAdjustedQuantity 1044 "5.0 to 5.0SP2",
            underlying_fx_rate UnderlyingFXRate 1045 "5.0 to 5.0SP2",
            min_price_increment_amount MinPriceIncrementAmount 1146 "5.0SP1, 5.0SP2",
            unit_of_measure_qty UnitOfMeasureQty 1147 "5.0SP1, 5.0SP2",
            price_unit_of_measure_qty PriceUnitOfMeasureQty 1192 "5.0SP1, 5.0SP2",
            opt_payout_amount OptPayoutAmount 1195 "5.0SP1, 5.0SP2", cap_price CapPrice 1199 "5.0SP1, 5.0SP2",
            floor_price FloorPrice 1200 "5.0SP1, 5.0SP2",
            underlying_unit_of_measure_qty UnderlyingUnitOfMeasureQty 1423 "5.0SP1, 5.0SP2",
            underlying_price_unit_of_measure_qty UnderlyingPriceUnitOfMeasureQty 1425 "5.0SP1, 5.0SP2",
            notional_percentage_outstanding NotionalPercentageOutstanding 1451 "5.0SP2",
            original_notional_percentage_outstanding OriginalNotionalPercentageOutstanding 1452 "5.0SP2",
            underlying_notional_percentage_outstanding UnderlyingNotionalPercentageOutstanding 1455 "5.0SP2",
            underlying_original_notional_percentage_outstanding UnderlyingOriginalNotionalPercentageOutstanding 1456 "5.0SP2",
            attachment_point AttachmentPoint 1457 "5.0SP2", detachment_point DetachmentPoint 1458 "5.0SP2",
            underlying_attachment_point UnderlyingAttachmentPoint 1459 "5.0SP2",
            underlying_detachment_point UnderlyingDetachmentPoint 1460 "5.0SP2",
            strike_price_boundary_precision StrikePriceBoundaryPrecision 1480 "5.0SP2",
        }
        int {
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2",
            underlying_repurchase_term UnderlyingRepurchaseTerm 244 "4.3 to 5.0SP2",
            underlying_put_or_call UnderlyingPutOrCall 315 "4.3 to 5.0SP2",
            underlying_product UnderlyingProduct 462 "4.3 to 5.0SP2",
            total_affected_orders TotalAffectedOrders 533 "4.3 to 5.0SP2",
            position_limit PositionLimit 970 "5.0 to 5.0SP2", nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
            underlying_exercise_style UnderlyingExerciseStyle 1419 "5.0SP1, 5.0SP2",
            underlying_contract_multiplier_unit UnderlyingContractMultiplierUnit 1437 "5.0SP2",
            underlying_flow_schedule_type UnderlyingFlowScheduleType 1441 "5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.3 to 5.0SP2",
            underlying_opt_attribute UnderlyingOptAttribute 317 "4.3 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "4.3 to 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.3 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.3 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.3 to 5.0SP2",
            encoded_underlying_issuer EncodedUnderlyingIssuer 362 363 "4.3 to 5.0SP2",
            encoded_underlying_security_desc EncodedUnderlyingSecurityDesc 364 365 "4.3 to 5.0SP2",
            security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.3 to 5.0SP2", side Side 54 "4.3 to 5.0SP2",
            security_type SecurityType 167 "4.3 to 5.0SP2", put_or_call PutOrCall 201 "4.4 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2", mass_cancel_request_type MassCancelRequestType 530 "4.3 to 5.0SP2",
            mass_cancel_response MassCancelResponse 531 "4.3 to 5.0SP2",
            mass_cancel_reject_reason MassCancelRejectReason 532 "4.3 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", security_status SecurityStatus 965 "5.0 to 5.0SP2",
            underlying_cash_type UnderlyingCashType 974 "5.0 to 5.0SP2",
            underlying_settlement_type UnderlyingSettlementType 975 "5.0 to 5.0SP2",
            unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2", time_unit TimeUnit 997 "5.0 to 5.0SP2",
            underlying_fx_rate_calc UnderlyingFXRateCalc 1046 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
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
        codes {}
        group {
            no_party_ids NoPartyIDs NoPartyIDsWriter 453 "5.0 to 5.0SP2",
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_underlying_security_alt_id NoUnderlyingSecurityAltID NoUnderlyingSecurityAltIDWriter 457 "4.3 to 5.0SP2",
            no_affected_orders NoAffectedOrders NoAffectedOrdersWriter 534 "4.3 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_underlying_stips NoUnderlyingStips NoUnderlyingStipsWriter 887 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_undly_instrument_parties NoUndlyInstrumentParties NoUndlyInstrumentPartiesWriter 1058 "5.0 to 5.0SP2",
            no_not_affected_orders NoNotAffectedOrders NoNotAffectedOrdersWriter 1370 "5.0SP1, 5.0SP2",
            no_target_party_ids NoTargetPartyIDs NoTargetPartyIDsWriter 1461 "5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    SecurityListRequest SecurityListRequestWriter "x" "4.3 to 5.0SP2" {
        text {
            currency Currency 15 "4.3 to 5.0SP2", security_id SecurityID 48 "4.3 to 5.0SP2",
            symbol Symbol 55 "4.3 to 5.0SP2", text Text 58 "4.3 to 5.0SP2", symbol_sfx SymbolSfx 65 "4.3 to 5.0SP2",
            issuer Issuer 106 "4.3 to 5.0SP2", security_desc SecurityDesc 107 "4.3 to 5.0SP2",
            maturity_month_year MaturityMonthYear 200 "4.3 to 5.0SP2",
            security_exchange SecurityExchange 207 "4.3 to 5.0SP2",
            coupon_payment_date CouponPaymentDate 224 "4.3 to 5.0SP2", issue_date IssueDate 225 "4.3 to 5.0SP2",
            repo_collateral_security_type RepoCollateralSecurityType 239 "4.3 to 5.0SP2",
            redemption_date RedemptionDate 240 "4.3 to 5.0SP2", credit_rating CreditRating 255 "4.3 to 5.0SP2",
            security_req_id SecurityReqID 320 "4.3 to 5.0SP2",
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
            market_segment_id MarketSegmentID 1300 "5.0SP1, 5.0SP2", market_id MarketID 1301 "5.0SP1, 5.0SP2",
            security_list_id SecurityListID 1465 "5.0SP2",
        }
        decimal {
            strike_price StrikePrice 202 "4.3 to 5.0SP2", coupon_rate CouponRate 223 "4.3 to 5.0SP2",
            repurchase_rate RepurchaseRate 227 "4.3 to 5.0SP2", factor Factor 228 "4.3 to 5.0SP2",
            contract_multiplier ContractMultiplier 231 "4.3 to 5.0SP2", pct_at_risk PctAtRisk 869 "4.4 to 5.0SP2",
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
            repurchase_term RepurchaseTerm 226 "4.3 to 5.0SP2", position_limit PositionLimit 970 "5.0 to 5.0SP2",
            nt_position_limit NTPositionLimit 971 "5.0 to 5.0SP2",
        }
        char {
            opt_attribute OptAttribute 206 "4.3 to 5.0SP2",
        }
        flag {
            flex_product_eligibility_indicator FlexProductEligibilityIndicator 1242 "5.0SP1, 5.0SP2",
            flexible_indicator FlexibleIndicator 1244 "5.0SP1, 5.0SP2",
        }
        ; data {
            encoded_issuer EncodedIssuer 348 349 "4.3 to 5.0SP2",
            encoded_security_desc EncodedSecurityDesc 350 351 "4.3 to 5.0SP2",
            encoded_text EncodedText 354 355 "4.3 to 5.0SP2", security_xml SecurityXML 1184 1185 "5.0SP1, 5.0SP2",
        }
        code {
            security_id_source SecurityIDSource 22 "4.3 to 5.0SP2", security_type SecurityType 167 "4.3 to 5.0SP2",
            put_or_call PutOrCall 201 "4.4 to 5.0SP2",
            subscription_request_type SubscriptionRequestType 263 "4.3 to 5.0SP2",
            product Product 460 "4.3 to 5.0SP2",
            security_list_request_type SecurityListRequestType 559 "4.3 to 5.0SP2",
            delivery_form DeliveryForm 668 "4.4 to 5.0SP2", termination_type TerminationType 788 "4.4 to 5.0SP2",
            cp_program CPProgram 875 "4.4 to 5.0SP2", delivery_type DeliveryType 919 "4.4 to 5.0SP2",
            security_status SecurityStatus 965 "5.0 to 5.0SP2", unit_of_measure UnitOfMeasure 996 "5.0 to 5.0SP2",
            time_unit TimeUnit 997 "5.0 to 5.0SP2",
            instrmt_assignment_method InstrmtAssignmentMethod 1049 "5.0 to 5.0SP2",
            settl_method SettlMethod 1193 "5.0SP1, 5.0SP2", exercise_style ExerciseStyle 1194 "5.0SP1, 5.0SP2",
            price_quote_method PriceQuoteMethod 1196 "5.0SP1, 5.0SP2",
            valuation_method ValuationMethod 1197 "5.0SP1, 5.0SP2", list_method ListMethod 1198 "5.0SP1, 5.0SP2",
            contract_multiplier_unit ContractMultiplierUnit 1435 "5.0SP2",
            flow_schedule_type FlowScheduleType 1439 "5.0SP2", restructuring_type RestructuringType 1449 "5.0SP2",
            seniority Seniority 1450 "5.0SP2", security_list_type SecurityListType 1470 "5.0SP2",
            security_list_type_source SecurityListTypeSource 1471 "5.0SP2",
            strike_price_determination_method StrikePriceDeterminationMethod 1478 "5.0SP2",
            strike_price_boundary_method StrikePriceBoundaryMethod 1479 "5.0SP2",
            underlying_price_determination_method UnderlyingPriceDeterminationMethod 1481 "5.0SP2",
            opt_payout_type OptPayoutType 1482 "5.0SP2",
        }
        codes {}
        group {
            no_security_alt_id NoSecurityAltID NoSecurityAltIDWriter 454 "4.3 to 5.0SP2",
            no_legs NoLegs NoLegsWriter 555 "4.4 to 5.0SP2",
            no_underlyings NoUnderlyings NoUnderlyingsWriter 711 "4.4 to 5.0SP2",
            no_events NoEvents NoEventsWriter 864 "4.4 to 5.0SP2",
            no_instr_attrib NoInstrAttrib NoInstrAttribWriter 870 "4.4 to 5.0SP2",
            no_instrument_parties NoInstrumentParties NoInstrumentPartiesWriter 1018 "5.0 to 5.0SP2",
            no_complex_events NoComplexEvents NoComplexEventsWriter 1483 "5.0SP2",
        }
    }
    SecurityList SecurityListWriter "y" "4.3 to 5.0SP2" {
        text {
            security_req_id SecurityReqID 320 "4.3 to 5.0SP2",
            security_response_id SecurityResponseID 322 "4.3 to 5.0SP2",
            clearing_business_date ClearingBusinessDate 715 "5.0 to 5.0SP2", appl_id ApplID 1180 "5.0SP1, 5.0SP2",
            market_segment_id MarketSegmentID 1300 "5.0SP1, 5.0SP2", market_id MarketID 1301 "5.0SP1, 5.0SP2",
            security_list_id SecurityListID 1465 "5.0SP2", security_list_ref_id SecurityListRefID 1466 "5.0SP2",
            security_list_desc SecurityListDesc 1467 "5.0SP2",
        }
        int {
            tot_no_related_sym TotNoRelatedSym 393 "4.3 to 5.0SP2",
            security_report_id SecurityReportID 964 "5.0 to 5.0SP2",
        }
        unsigned {
            appl_seq_num ApplSeqNum 1181 "5.0SP1, 5.0SP2", appl_last_seq_num ApplLastSeqNum 1350 "5.0SP1, 5.0SP2",
        }
        flag {
            last_fragment LastFragment 893 "4.4 to 5.0SP2", appl_resend_flag ApplResendFlag 1352 "5.0SP1, 5.0SP2",
        }
        time {
            transact_time TransactTime 60 "5.0SP2",
        }
        ; data {
            encoded_security_list_desc EncodedSecurityListDesc 1468 1469 "5.0SP2",
        }
        code {
            security_request_result SecurityRequestResult 560 "4.3 to 5.0SP2",
            security_list_type SecurityListType 1470 "5.0SP2",
            security_list_type_source SecurityListTypeSource 1471 "5.0SP2",
        }
        codes {}
        group {
            no_related_sym NoRelatedSym NoRelatedSymWriter 146 "4.3 to 5.0SP2",
        }
    }
}
