//! Fields whose values FIX lists, over all versions.
//! Written by tools/fix-tables: not to be edited.

crate::code::codes! {
    CommType 13 {
        PerUnit "1", Percent "2", Absolute "3", PercentageWaived4 "4", PercentageWaived5 "5",
        PointsPerBondOrContract "6",
    }
    ExecInst 18 {
        StayOnOfferSide "0", NotHeld "1", Work "2", GoAlong "3", OverTheDay "4", Held "5",
        ParticipateDontInitiate "6", StrictScale "7", TryToScale "8", StayOnBidSide "9", NoCross "A", OkToCross "B",
        CallFirst "C", PercentOfVolume "D", DoNotIncrease "E", DoNotReduce "F", AllOrNone "G",
        ReinstateOnSystemFailure "H", InstitutionsOnly "I", ReinstateOnTradingHalt "J", CancelOnTradingHalt "K",
        LastPeg "L", MidPricePeg "M", NonNegotiable "N", OpeningPeg "O", MarketPeg "P", CancelOnSystemFailure "Q",
        PrimaryPeg "R", Suspend "S", FixedPegToLocalBestBidOrOfferAtTimeOfOrder "T", CustomerDisplayInstruction "U",
        Netting "V", PegToVwap "W", TradeAlong "X", TryToStop "Y", CancelIfNotBest "Z", TrailingStopPeg "a",
        StrictLimit "b", IgnorePriceValidityChecks "c", PegToLimitPrice "d", WorkToTargetStrategy "e",
        IntermarketSweep "f", ExternalRoutingAllowed "g", ExternalRoutingNotAllowed "h", ImbalanceOnly "i",
        SingleExecutionRequestedForBlockTrade "j", BestExecution "k", SuspendOnSystemFailure "l",
        SuspendOnTradingHalt "m", ReinstateOnConnectionLoss "n", CancelOnConnectionLoss "o",
        SuspendOnConnectionLoss "p", ReleaseFromSuspension "q", ExecuteAsDeltaNeutralUsingVolatilityProvided "r",
        ExecuteAsDurationNeutral "s", ExecuteAsFxNeutral "t",
    }
    ExecTransType 20 {
        New "0", Cancel "1", Correct "2", Status "3",
    }
    HandlInst 21 {
        AutomatedExecutionOrderPrivateNoBrokerIntervention "1", AutomatedExecutionOrderPublicBrokerInterventionOk "2",
        ManualOrderBestExecution "3",
    }
    SecurityIDSource 22 {
        Cusip "1", Sedol "2", Quik "3", IsinNumber "4", RicCode "5", IsoCurrencyCode "6", IsoCountryCode "7",
        ExchangeSymbol "8", ConsolidatedTapeAssociation "9", BloombergSymbol "A", Wertpapier "B", Dutch "C",
        Valoren "D", Sicovam "E", Belgian "F", Common "G", ClearingHouse "H", IsdaFpmlProductSpecification "I",
        OptionPriceReportingAuthority "J", IsdaFpmlProductUrl "K", LetterOfCredit "L",
        MarketplaceAssignedIdentifier "M",
    }
    LastCapacity 29 {
        Agent "1", CrossAsAgent "2", CrossAsPrincipal "3", Principal "4",
    }
    OrdStatus 39 {
        New "0", PartiallyFilled "1", Filled "2", DoneForDay "3", Canceled "4", Replaced "5", PendingCancel "6",
        Stopped "7", Rejected "8", Suspended "9", PendingNew "A", Calculated "B", Expired "C", AcceptedForBidding "D",
        PendingReplace "E",
    }
    OrdType 40 {
        Market "1", Limit "2", Stop "3", StopLimit "4", MarketOnClose "5", WithOrWithout "6", LimitOrBetter "7",
        LimitWithOrWithout "8", OnBasis "9", OnClose "A", LimitOnClose "B", ForexMarket "C", PreviouslyQuoted "D",
        PreviouslyIndicated "E", ForexLimit "F", ForexSwap "G", ForexPreviouslyQuoted "H", Funari "I",
        MarketIfTouched "J", MarketWithLeftOverAsLimit "K", PreviousFundValuationPoint "L",
        NextFundValuationPoint "M", Pegged "P", CounterOrderSelection "Q",
    }
    Rule80A 47 {
        AgencySingleOrder "A", ShortExemptTransactionB "B", ProgramOrderNonIndexArbForMemberFirmOrg "C",
        ProgramOrderIndexArbForMemberFirmOrg "D", ShortExemptTransactionForPrincipal "E", ShortExemptTransactionF "F",
        ShortExemptTransactionH "H", IndividualInvestorSingleOrder "I", ProgramOrderIndexArbForIndividualCustomer "J",
        ProgramOrderNonIndexArbForIndividualCustomer "K",
        ShortExemptTransactionForMemberCompetingMarketMakerAffiliatedWithTheFirmClearingTheTrade "L",
        ProgramOrderIndexArbForOtherMember "M", ProgramOrderNonIndexArbForOtherMember "N",
        ProprietaryTransactionsForCompetingMarketMakerThatIsAffiliatedWithTheClearingMember "O", Principal "P",
        TransactionsForTheAccountOfANonMemberCompetingMarketMaker "R", SpecialistTrades "S",
        TransactionsForTheAccountOfAnUnaffiliatedMembersCompetingMarketMaker "T",
        ProgramOrderIndexArbForOtherAgency "U", AllOtherOrdersAsAgentForOtherMember "W",
        ShortExemptTransactionForMemberCompetingMarketMakerNotAffiliatedWithTheFirmClearingTheTrade "X",
        ProgramOrderNonIndexArbForOtherAgency "Y", ShortExemptTransactionForNonMemberCompetingMarketMaker "Z",
    }
    Side 54 {
        Buy "1", Sell "2", BuyMinus "3", SellPlus "4", SellShort "5", SellShortExempt "6", Undisclosed "7", Cross "8",
        CrossShort "9", CrossShortExempt "A", AsDefined "B", Opposite "C", Subscribe "D", Redeem "E", Lend "F",
        Borrow "G",
    }
    TimeInForce 59 {
        Day "0", GoodTillCancel "1", AtTheOpening "2", ImmediateOrCancel "3", FillOrKill "4", GoodTillCrossing "5",
        GoodTillDate "6", AtTheClose "7", GoodThroughCrossing "8", AtCrossing "9",
    }
    Urgency 61 {
        Normal "0", Flash "1", Background "2",
    }
    SettlType 63 {
        Regular "0", Cash "1", NextDay "2", TPlus2 "3", TPlus3 "4", TPlus4 "5", Future "6", WhenAndIfIssued "7",
        SellersOption "8", TPlus5 "9", TPlus1 "A", BrokenDate "B", FxSpotNextSettlement "C",
    }
    PositionEffect 77 {
        Close "C", Default "D", Fifo "F", CloseButNotifyOnOpen "N", Open "O", Rolled "R",
    }
    ProcessCode 81 {
        Regular "0", SoftDollar "1", StepIn "2", StepOut "3", SoftDollarStepIn "4", SoftDollarStepOut "5",
        PlanSponsor "6",
    }
    EncryptMethod 98 {
        NoneOther "0", Pkcs "1", Des "2", PkcsDes "3", PgpDes "4", PgpDesMd5 "5", PemDesMd5 "6",
    }
    CxlRejReason 102 {
        TooLateToCancel "0", UnknownOrder "1", InvalidPriceIncrement "18", Broker "2",
        OrderAlreadyInPendingCancelOrPendingReplaceStatus "3", UnableToProcessOrderMassCancelRequest "4",
        Origordmodtime "5", DuplicateClordid "6", PriceExceedsCurrentPrice "7", PriceExceedsCurrentPriceBand "8",
        Other "99",
    }
    OrdRejReason 103 {
        Broker "0", UnknownSymbol "1", InvalidInvestorId "10", UnsupportedOrderCharacteristic "11",
        SurveillenceOption "12", IncorrectQuantity "13", IncorrectAllocatedQuantity "14", UnknownAccount "15",
        PriceExceedsCurrentPriceBand "16", InvalidPriceIncrement "18", ExchangeClosed "2", OrderExceedsLimit "3",
        TooLateToEnter "4", UnknownOrder "5", DuplicateOrder "6", DuplicateOfAVerballyCommunicatedOrder "7",
        StaleOrder "8", TradeAlongRequired "9", Other "99",
    }
    MiscFeeType 139 {
        Regulatory "1", PerTransaction "10", Conversion "11", Agent "12", TransferFee "13", SecurityLending "14",
        Tax "2", LocalCommission "3", ExchangeFees "4", Stamp "5", Levy "6", Other "7", Markup "8",
        ConsumptionTax "9",
    }
    ExecType 150 {
        New "0", PartialFill "1", Fill "2", DoneForDay "3", Canceled "4", Replaced "5", PendingCancel "6",
        Stopped "7", Rejected "8", Suspended "9", PendingNew "A", Calculated "B", Expired "C", Restated "D",
        PendingReplace "E", Trade "F", TradeCorrect "G", TradeCancel "H", OrderStatus "I", TradeInAClearingHold "J",
        TradeHasBeenReleasedToClearing "K", TriggeredOrActivatedBySystem "L",
    }
    SettlInstSource 165 {
        BrokersInstructions "1", InstitutionsInstructions "2", Investor "3",
    }
    SecurityType 167 {
        WildcardEntryForUseOnSecurityDefinitionRequest "?", AssetBackedSecurities "ABS", AmendedRestated "AMENDED",
        OtherAnticipationNotes "AN", BankersAcceptance "BA", BankDepositoryNote "BDN", BankNotes "BN",
        BillOfExchanges "BOX", BradyBond "BRADY", BridgeLoan "BRIDGE", BuySellback "BUYSELL",
        CanadianMoneyMarkets "CAMM", CanadianTreasuryNotes "CAN", Cash "CASH", ConvertibleBond "CB",
        CertificateOfDeposit "CD", CreditDefaultSwap "CDS", CallLoans "CL", CanadianMortgageBonds "CMB",
        CorpMortgageBackedSecurities "CMBS", CollateralizedMortgageObligation "CMO", CertificateOfObligation "COFO",
        CertificateOfParticipation "COFP", CorporateBond "CORP", CommercialPaper "CP",
        CorporatePrivatePlacement "CPP", CommonStock "CS", CanadianTreasuryBills "CTB", Defaulted "DEFLTED",
        DebtorInPossession "DINP", DepositNotes "DN", DualCurrency "DUAL", EuroCertificateOfDeposit "EUCD",
        EuroCorporateBond "EUCORP", EuroCommercialPaper "EUCP", EuroCorporateFloatingRateNotes "EUFRN",
        EuroSovereigns "EUSOV", EuroSupranationalCoupons "EUSUPRA", FederalAgencyCoupon "FAC",
        FederalAgencyDiscountNote "FADN", FederalHousingAuthority "FHA", FederalHomeLoan "FHL",
        FederalNationalMortgageAssociation "FN", ForeignExchangeContract "FOR", Forward "FORWARD",
        UsCorporateFloatingRateNotes "FRN", Future "FUT", FxForward "FXFWD", NonDeliverableForward "FXNDF",
        FxSpot "FXSPOT", FxSwap "FXSWAP", GovernmentNationalMortgageAssociation "GN", GeneralObligationBonds "GO",
        TreasuriesPlusAgencyDebenture "GOVT", IoetteMortgage "IET", InterestRateSwap "IRS", LetterOfCredit "LOFC",
        LiquidityNote "LQN", Matured "MATURED", MortgageBackedSecurities "MBS", MutualFund "MF",
        MortgageInterestOnly "MIO", MultilegInstrument "MLEG", MortgagePrincipalOnly "MPO",
        MortgagePrivatePlacement "MPP", MiscellaneousPassThrough "MPT", MandatoryTender "MT", MediumTermNotes "MTN",
        MunicipalBond "MUNI", NoSecurityType "NONE", Overnight "ONITE", OptionsOnCombo "OOC", OptionsOnFutures "OOF",
        OptionsOnPhysical "OOP", Option "OPT", PrivateExportFunding "PEF", Pfandbriefe "PFAND", PromissoryNote "PN",
        AgencyPools "POOL", CanadianProvincialBonds "PROV", PreferredStock "PS", PlazosFijos "PZFJ",
        RevenueAnticipationNote "RAN", Replaced "REPLACD", Repurchase "REPO", Retired "RETIRED", RevenueBonds "REV",
        RepurchaseAgreement "RP", RevolverLoan "RVLV", RevolverTermLoan "RVLVTRM", ReverseRepurchaseAgreement "RVRP",
        SecuritiesLoan "SECLOAN", SecuritiesPledge "SECPLEDGE", StudentLoanMarketingAssociation "SL",
        SecuredLiquidityNote "SLQN", SpecialAssessment "SPCLA", SpecialObligation "SPCLO", SpecialTax "SPCLT",
        ShortTermLoanNote "STN", StructuredNotes "STRUCT", UsdSupranationalCoupons "SUPRA", SwingLineFacility "SWING",
        TaxAnticipationNote "TAN", TaxAllocation "TAXA", TreasuryBill "TB", ToBeAnnounced "TBA",
        UsTreasuryBillTbill "TBILL", UsTreasuryBond "TBOND", PrincipalStripOfACallableBondOrNote "TCAL",
        TimeDeposit "TD", TaxExemptCommercialPaper "TECP", TermLoan "TERM", InterestStripFromAnyBondOrNote "TINT",
        TreasuryInflationProtectedSecurities "TIPS", TermLiquidityNote "TLQN", TaxableMunicipalCp "TMCP",
        UsTreasuryNoteTnote "TNOTE", PrincipalStripFromANonCallableBondOrNote "TPRN",
        TaxRevenueAnticipationNote "TRAN", UsTreasuryNoteUst "UST", UsTreasuryBillUstb "USTB",
        VariableRateDemandNote "VRDN", Warrant "WAR", Withdrawn "WITHDRN", WildcardEntry "WLD",
        ExtendedCommNote "XCN", IndexedLinked "XLINKD", YankeeCorporateBond "YANK", YankeeCertificateOfDeposit "YCD",
        CatsTigersLions "ZOO",
    }
    StandInstDbType 169 {
        Other "0", DtcSid "1", ThomsonAlert "2", AGlobalCustodian "3", Accountnet "4",
    }
    PutOrCall 201 {
        Put "0", Call "1",
    }
    CoveredOrUncovered 203 {
        Covered "0", Uncovered "1",
    }
    CustomerOrFirm 204 {
        Customer "0", Firm "1",
    }
    RoutingType 216 {
        TargetFirm "1", TargetList "2", BlockFirm "3", BlockList "4",
    }
    StipulationType 233 {
        AbsolutePrepaymentSpeed "ABS", AlternativeMinimumTax "AMT", AutoReinvestmentAtRateOrBetter "AUTOREINV",
        AvailableOfferQuantityToBeShownToTheStreet "AVAILQTY", AverageFicoScore "AVFICO", AverageLoanSize "AVSIZE",
        BankQualified "BANKQUAL", BargainConditions "BGNCON", BrokersSalesCredit "BROKERCREDIT", CouponRange "COUPON",
        ConstantPrepaymentPenalty "CPP", ConstantPrepaymentRate "CPR", ConstantPrepaymentYield "CPY",
        IsoCurrencyCode "CURRENCY", CustomStartEndDate "CUSTOMDATE", DiscountRate "DISCOUNT",
        GeographicsAndRange "GEOG", ValuationDiscount "HAIRCUT", FinalCprOfHomeEquityPrepaymentCurve "HEP",
        Insured "INSURED", OfferPriceToBeShownToInternalBrokers "INTERNALPX",
        OfferQuantityToBeShownToInternalBrokers "INTERNALQTY", YearOrYearMonthOfIssue "ISSUE", IssuersTicker "ISSUER",
        IssueSizeRange "ISSUESIZE", TheMinimumResidualOfferQuantity "LEAVEQTY", LookbackDays "LOOKBACK",
        ExplicitLotIdentifier "LOT", LotVariance "LOTVAR", MaturityYearAndMonth "MAT", MaturityRange "MATURITY",
        MaximumLoanBalance "MAXBAL", MaximumOrderSize "MAXORDQTY", MaximumSubstitutions "MAXSUBS",
        PercentOfManufacturedHousingPrepaymentCurve "MHP", MinimumDenomination "MINDNOM", MinimumIncrement "MININCR",
        MinimumQuantity "MINQTY", MonthlyPrepaymentRate "MPR", OrderQuantityIncrement "ORDRINCR",
        PaymentFrequencyCalendar "PAYFREQ", NumberOfPieces "PIECES", PoolsMaximum "PMAX", PoolIdentifier "POOL",
        PercentOfProspectusPrepaymentCurve "PPC", PoolsPerLot "PPL", PoolsPerMillion "PPM", PoolsPerTrade "PPT",
        PriceRange "PRICE", PricingFrequency "PRICEFREQ", PrimaryOrSecondaryMarketIndicator "PRIMARY",
        ProductionYear "PROD", CallProtection "PROTECT", PercentOfBmaPrepaymentCurve "PSA", Purpose "PURPOSE",
        BenchmarkPriceSource "PXSOURCE", RatingSourceAndRange "RATING", TypeOfRedemption "REDEMPTION",
        InterestOfRollingOrClosingTrade "REFINT", PrincipalOfRollingOrClosingTrade "REFPRIN",
        ReferenceToRollingOrClosingTrade "REFTRADE", Restricted "RESTRICTED", TypeOfRollTrade "ROLLTYPE",
        BrokerSalesCreditOverride "SALESCREDITOVR", MarketSector "SECTOR", SecurityTypeIncludedOrExcluded "SECTYPE",
        SingleMonthlyMortality "SMM", Structure "STRUCT", SubstitutionsFrequency "SUBSFREQ",
        SubstitutionsLeft "SUBSLEFT", FreeformText "TEXT", TradersCredit "TRADERCREDIT", TradeVariance "TRDVAR",
        WeightedAverageCoupon "WAC", WeightedAverageLifeCoupon "WAL", WeightedAverageLoanAge "WALA",
        WeightedAverageMaturity "WAM", WholePool "WHOLE", YieldRange "YIELD", YieldToMaturity "YTM",
    }
    YieldType 235 {
        AfterTaxYield "AFTERTAX", AnnualYield "ANNUAL", YieldAtIssue "ATISSUE",
        YieldToAverageLifeTheYieldAssumingThatAllSinks "AVGLIFE", YieldToAvgMaturity "AVGMATURITY", BookYield "BOOK",
        YieldToNextCall "CALL", YieldChangeSinceClose "CHANGE", ClosingYield "CLOSE", CompoundYield "COMPOUND",
        CurrentYield "CURRENT", GvntEquivalentYield "GOVTEQUIV", TrueGrossYield "GROSS",
        YieldWithInflationAssumption "INFLATION", InverseFloaterBondYield "INVERSEFLOATER",
        MostRecentClosingYield "LASTCLOSE", ClosingYieldMostRecentMonth "LASTMONTH",
        ClosingYieldMostRecentQuarter "LASTQUARTER", ClosingYieldMostRecentYear "LASTYEAR",
        YieldToLongestAverageLife "LONGAVGLIFE", YieldToLongestAverage "LONGEST", MarkToMarketYield "MARK",
        YieldToMaturity "MATURITY", YieldToNextRefund "NEXTREFUND", OpenAverageYield "OPENAVG",
        PreviousCloseYield "PREVCLOSE", ProceedsYield "PROCEEDS", YieldToNextPut "PUT", SemiAnnualYield "SEMIANNUAL",
        YieldToShortestAverageLife "SHORTAVGLIFE", YieldToShortestAverage "SHORTEST", SimpleYield "SIMPLE",
        TaxEquivalentYield "TAXEQUIV", YieldToTenderDate "TENDER", TrueYield "TRUE",
        YieldValueOf132Value132 "VALUE1/32", YieldValueOf132 "VALUE1_32", YieldToWorst "WORST",
    }
    SubscriptionRequestType 263 {
        Snapshot "0", SnapshotPlusUpdates "1", DisablePreviousSnapshotPlusUpdateRequest "2",
    }
    MDUpdateType 265 {
        FullRefresh "0", IncrementalRefresh "1",
    }
    MDEntryType 269 {
        Bid "0", Offer "1", Trade "2", IndexValue "3", OpeningPrice "4", ClosingPrice "5", SettlementPrice "6",
        TradingSessionHighPrice "7", TradingSessionLowPrice "8", TradingSessionVwapPrice "9", Imbalance "A",
        TradeVolume "B", OpenInterest "C", CompositeUnderlyingPrice "D", SimulatedSellPrice "E",
        SimulatedBuyPrice "F", MarginRate "G", MidPrice "H", EmptyBook "J", SettleHighPrice "K", SettleLowPrice "L",
        PriorSettlePrice "M", SessionHighBid "N", SessionLowOffer "O", EarlyPrices "P", AuctionClearingPrice "Q",
        DailyValueAdjustmentForLongPositions "R", SwapValueFactor "S", CumulativeValueAdjustmentForLongPositions "T",
        DailyValueAdjustmentForShortPositions "U", CumulativeValueAdjustmentForShortPositions "V", FixingPrice "W",
        CashRate "X", RecoveryRate "Y", RecoveryRateForLong "Z", RecoveryRateForShort "a",
    }
    TickDirection 274 {
        PlusTick "0", ZeroPlusTick "1", MinusTick "2", ZeroMinusTick "3",
    }
    QuoteCondition 276 {
        ReservedSam "0", NoActiveSam "1", Restricted "2", RestOfBookVwap "3", BetterPricesInConditionalOrders "4",
        MedianPrice "5", FullCurve "6", FlatCurve "7", OpenActive "A", ClosedInactive "B", ExchangeBest "C",
        ConsolidatedBest "D", Locked "E", Crossed "F", Depth "G", FastTrading "H", NonFirm "I", OutrightPrice "J",
        ImpliedPrice "K", ManualSlowQuote "L", DepthOnOffer "M", DepthOnBid "N", Closing "O", NewsDissemination "P",
        TradingRange "Q", OrderInflux "R", DueToRelated "S", NewsPending "T", AdditionalInfo "U",
        AdditionalInfoDueToRelated "V", Resume "W", ViewOfCommon "X", VolumeAlert "Y", OrderImbalance "Z",
        EquipmentChangeover "a", NoOpen "b", RegularEth "c", AutomaticExecution "d", AutomaticExecutionEth "e",
        FastMarketEth "f", InactiveEth "g", Rotation "h", RotationEth "i", Halt "j", HaltEth "k",
        DueToNewsDissemination "l", DueToNewsPending "m", TradingResume "n", OutOfSequence "o", BidSpecialist "p",
        OfferSpecialist "q", BidOfferSpecialist "r", EndOfDaySam "s", ForbiddenSam "t", FrozenSam "u",
        PreopeningSam "v", OpeningSam "w", OpenSam "x", SurveillanceSam "y", SuspendedSam "z",
    }
    TradeCondition 277 {
        Cancel "0", ImpliedTrade "1", MarketplaceEnteredTrade "2", MultAssetClassMultilegTrade "3",
        MultilegToMultilegTrade "4", Cash "A", Spread "AA", SpreadEth "AB", Straddle "AC", StraddleEth "AD",
        Stopped "AE", StoppedEth "AF", RegularEth "AG", Combo "AH", ComboEth "AI", OfficialClosingPrice "AJ",
        PriorReferencePrice "AK", StoppedSoldLast "AL", StoppedOutOfSequence "AM", OfficalClosingPrice "AN",
        CrossedAo "AO", FastMarket "AP", AutomaticExecution "AQ", FormT "AR", BasketIndex "AS", BurstBasket "AT",
        OutsideSpread "AV", AveragePriceTrade "B", CashTrade "C", NextDay "D", OpeningReopeningTradeDetail "E",
        IntradayTradeDetail "F", Rule127Trade "G", Rule155Trade "H", SoldLast "I", NextDayTrade "J", Opened "K",
        Seller "L", Sold "M", StoppedStock "N", ImbalanceMoreBuyers "P", ImbalanceMoreSellers "Q", OpeningPrice "R",
        BargainCondition "S", ConvertedPriceIndicator "T", ExchangeLast "U", FinalPriceOfSession "V", ExPit "W",
        CrossedX "X", TradesResultingFromManualSlowQuote "Y", TradesResultingFromIntermarketSweep "Z", VolumeOnly "a",
        DirectPlus "b", Acquisition "c", Bunched "d", Distribution "e", BunchedSale "f", SplitTrade "g",
        CancelStopped "h", CancelEth "i", CancelStoppedEth "j", OutOfSequenceEth "k", CancelLastEth "l",
        SoldLastSaleEth "m", CancelLast "n", SoldLastSale "o", CancelOpen "p", CancelOpenEth "q", OpenedSaleEth "r",
        CancelOnly "s", CancelOnlyEth "t", LateOpenEth "u", AutoExecutionEth "v", Reopen "w", ReopenEth "x",
        Adjusted "y", AdjustedEth "z",
    }
    MDUpdateAction 279 {
        New "0", Change "1", Delete "2", DeleteThru "3", DeleteFrom "4", Overlay "5",
    }
    MDReqRejReason 281 {
        UnknownSymbol "0", DuplicateMdreqid "1", InsufficientBandwidth "2", InsufficientPermissions "3",
        UnsupportedSubscriptionrequesttype "4", UnsupportedMarketdepth "5", UnsupportedMdupdatetype "6",
        UnsupportedAggregatedbook "7", UnsupportedMdentrytype "8", UnsupportedTradingsessionid "9",
        UnsupportedScope "A", UnsupportedOpenclosesettleflag "B", UnsupportedMdimplicitdelete "C",
        InsufficientCredit "D",
    }
    DeleteReason 285 {
        Cancellation "0", Error "1",
    }
    OpenCloseSettlFlag 286 {
        DailyOpen "0", SessionOpen "1", DeliverySettlementEntry "2", ExpectedEntry "3",
        EntryFromPreviousBusinessDay "4", TheoreticalPriceValue "5",
    }
    FinancialStatus 291 {
        Bankrupt "1", PendingDelisting "2", Restricted "3",
    }
    CorporateAction 292 {
        ExDividend "A", ExDistribution "B", ExRights "C", New "D", ExInterest "E", CashDividend "F",
        StockDividend "G", NonIntegerStockSplit "H", ReverseStockSplit "I", StandardIntegerStockSplit "J",
        PositionConsolidation "K", LiquidationReorganization "L", MergerReorganization "M", RightsOffering "N",
        ShareholderMeeting "O", Spinoff "P", TenderOffer "Q", Warrant "R", SpecialAction "S", SymbolConversion "T",
        Cusip "U", LeapRollover "V", SuccessionEvent "W",
    }
    QuoteStatus 297 {
        Accepted "0", CancelForSymbol "1", Pending "10", Pass "11", LockedMarketWarning "12", CrossMarketWarning "13",
        CanceledDueToLockMarket "14", CanceledDueToCrossMarket "15", Active "16", Canceled "17",
        UnsolicitedQuoteReplenishment "18", PendingEndTrade "19", CanceledForSecurityType "2", TooLateToEnd "20",
        CanceledForUnderlying "3", CanceledAll "4", Rejected "5", RemovedFromMarket "6", Expired "7", Query "8",
        QuoteNotFound "9",
    }
    QuoteCancelType 298 {
        CancelForOneOrMoreSecurities "1", CancelForSecurityType "2", CancelForUnderlyingSecurity "3",
        CancelAllQuotes "4", CancelQuoteSpecifiedInQuoteid "5", CancelByQuotetype "6", CancelForSecurityIssuer "7",
        CancelForIssuerOfUnderlyingSecurity "8",
    }
    QuoteRejectReason 300 {
        UnknownSymbol "1", PriceExceedsCurrentPriceBand "10", QuoteLocked "11", InvalidOrUnknownSecurityIssuer "12",
        InvalidOrUnknownIssuerOfUnderlyingSecurity "13", Exchange "2", QuoteRequestExceedsLimit "3",
        TooLateToEnter "4", UnknownQuote "5", DuplicateQuote "6", InvalidBidAskSpread "7", InvalidPrice "8",
        NotAuthorizedToQuoteSecurity "9", Other "99",
    }
    QuoteResponseLevel 301 {
        NoAcknowledgement "0", AcknowledgeOnlyNegativeOrErroneousQuotes "1", AcknowledgeEachQuoteMessage "2",
        SummaryAcknowledgement "3",
    }
    QuoteRequestType 303 {
        Manual "1", Automatic "2",
    }
    SecurityRequestType 321 {
        RequestSecurityIdentityAndSpecifications "0", RequestSecurityIdentityForTheSpecificationsProvided "1",
        RequestListSecurityTypes "2", RequestListSecurities "3", Symbol "4", SecuritytypeAndOrCficode "5",
        Product "6", Tradingsessionid "7", AllSecurities "8", MarketidOrMarketidPlusMarketsegmentid "9",
    }
    SecurityResponseType 323 {
        AcceptSecurityProposalAsIs "1", AcceptSecurityProposalWithRevisionsAsIndicatedInTheMessage "2",
        ListOfSecurityTypesReturnedPerRequest "3", ListOfSecuritiesReturnedPerRequest "4", RejectSecurityProposal "5",
        CannotMatchSelectionCriteria "6",
    }
    SecurityTradingStatus 326 {
        OpeningDelay "1", MarketOnCloseImbalanceSell "10", NoMarketImbalance "12", NoMarketOnCloseImbalance "13",
        ItsPreOpening "14", NewPriceIndication "15", TradeDisseminationTime "16", ReadyToTrade "17",
        NotAvailableForTrading "18", NotTradedOnThisMarket "19", TradingHalt "2", UnknownOrInvalid "20", PreOpen "21",
        OpeningRotation "22", FastMarket "23", PreCross "24", Cross "25", PostClose "26", Resume "3", NoOpen "4",
        PriceIndication "5", TradingRangeIndication "6", MarketImbalanceBuy "7", MarketImbalanceSell "8",
        MarketOnCloseImbalanceBuy "9",
    }
    HaltReasonInt 327 {
        NewsDissemination "0", OrderInflux "1", OrderImbalance "2", AdditionalInformation "3", NewsPending "4",
        EquipmentChangeover "5", NewsDisseminationD "D", OrderInfluxE "E", OrderImbalanceI "I",
        AdditionalInformationM "M", NewPending "P", EquipmentChangeoverX "X",
    }
    SessionRejectReason 373 {
        InvalidTagNumber "0", RequiredTagMissing "1", SendingtimeAccuracyProblem "10", InvalidMsgtype "11",
        XmlValidationError "12", TagAppearsMoreThanOnce "13", TagSpecifiedOutOfRequiredOrder "14",
        RepeatingGroupFieldsOutOfOrder "15", IncorrectNumingroupCountForRepeatingGroup "16",
        NonDataValueIncludesFieldDelimiter "17", InvalidUnsupportedApplicationVersion "18",
        TagNotDefinedForThisMessageType "2", UndefinedTag "3", TagSpecifiedWithoutAValue "4", ValueIsIncorrect "5",
        IncorrectDataFormatForValue "6", DecryptionProblem "7", SignatureProblem "8", CompidProblem "9", Other "99",
    }
    ExecRestatementReason 378 {
        GtCorporateAction "0", GtRenewal "1", WarehouseRecap "10", PegRefresh "11", VerbalChange "2",
        RepricingOfOrder "3", BrokerOption "4", PartialDeclineOfOrderqty "5", CancelOnTradingHalt "6",
        CancelOnSystemFailure "7", Market "8", CanceledNotBest "9", Other "99",
    }
    BusinessRejectReason 380 {
        Other "0", UnknownId "1", InvalidPriceIncrement "18", UnknownSecurity "2", UnsupportedMessageType "3",
        ApplicationNotAvailable "4", ConditionallyRequiredFieldMissing "5", NotAuthorized "6",
        DelivertoFirmNotAvailableAtThisTime "7",
    }
    MsgDirection 385 {
        Receive "R", Send "S",
    }
    DiscretionInst 388 {
        RelatedToDisplayedPrice "0", RelatedToMarketPrice "1", RelatedToPrimaryPrice "2",
        RelatedToLocalPrimaryPrice "3", RelatedToMidpointPrice "4", RelatedToLastTradePrice "5", RelatedToVwap "6",
        AveragePriceGuarantee "7",
    }
    PriceType 423 {
        Percentage "1", FixedCabinetTradePrice "10", VariableCabinetTradePrice "11", ProductTicksInHalfs "13",
        ProductTicksInFourths "14", ProductTicksInEights "15", ProductTicksInSixteenths "16",
        ProductTicksInThirtySeconds "17", ProductTicksInSixtyForths "18", ProductTicksInOneTwentyEights "19",
        PerUnit "2", FixedAmount "3", Discount "4", Premium "5", Spread "6", TedPrice "7", TedYield "8", Yield "9",
    }
    GTBookingInst 427 {
        BookOutAllTradesOnDayOfExecution "0", AccumulateExecutionsUntilOrderIsFilledOrExpires "1",
        AccumulateUntilVerballyNotifiedOtherwise "2",
    }
    CxlRejResponseTo 434 {
        OrderCancelRequest "1", OrderCancelReplaceRequest "2",
    }
    MultiLegReportingType 442 {
        SingleSecurity "1", IndividualLegOfAMultiLegSecurity "2", MultiLegSecurity "3",
    }
    PartyIDSource 447 {
        KoreanInvestorId "1", TaiwaneseQualifiedForeignInvestorIdQfiiFid "2", TaiwaneseTradingAcct "3",
        MalaysianCentralDepository "4", ChineseInvestorId "5", UkNationalInsuranceOrPensionNumber "6",
        UsSocialSecurityNumber "7", UsEmployerOrTaxIdNumber "8", AustralianBusinessNumber "9",
        AustralianTaxFileNumber "A", Bic "B", GenerallyAcceptedMarketParticipantIdentifier "C", Proprietary "D",
        IsoCountryCode "E", SettlementEntityLocation "F", Mic "G", CsdParticipantMemberCode "H",
        DirectedBrokerThreeCharacterAcronymAsDefinedInIsitcEtcBestPracticeGuidelinesDocument "I",
    }
    PartyRole 452 {
        ExecutingFirm "1", SettlementLocation "10", OrderOriginationTrader "11", ExecutingTrader "12",
        OrderOriginationFirm "13", GiveupClearingFirm "14", CorrespondantClearingFirm "15", ExecutingSystem "16",
        ContraFirm "17", ContraClearingFirm "18", SponsoringFirm "19", BrokerOfCredit "2", UnderlyingContraFirm "20",
        ClearingOrganization "21", Exchange "22", CustomerAccount "24", CorrespondentClearingOrganization "25",
        CorrespondentBroker "26", BuyerSeller "27", Custodian "28", Intermediary "29", ClientId "3", Agent "30",
        SubCustodian "31", Beneficiary "32", InterestedParty "33", RegulatoryBody "34", LiquidityProvider "35",
        EnteringTrader "36", ContraTrader "37", PositionAccount "38", ContraInvestorId "39", ClearingFirm "4",
        TransferToFirm "40", ContraPositionAccount "41", ContraExchange "42", InternalCarryAccount "43",
        OrderEntryOperatorId "44", SecondaryAccountNumber "45", ForeignFirm "46", ThirdPartyAllocationFirm "47",
        ClaimingAccount "48", AssetManager "49", InvestorId "5", PledgorAccount "50", PledgeeAccount "51",
        LargeTraderReportableAccount "52", TraderMnemonic "53", SenderLocation "54", SessionId "55",
        AcceptableCounterparty "56", UnacceptableCounterparty "57", EnteringUnit "58", ExecutingUnit "59",
        IntroducingFirm "6", IntroducingBroker "60", QuoteOriginator "61", ReportOriginator "62",
        SystematicInternaliser "63", MultilateralTradingFacility "64", RegulatedMarket "65", MarketMaker "66",
        InvestmentFirm "67", HostCompetentAuthority "68", HomeCompetentAuthority "69", EnteringFirm "7",
        CompetentAuthorityOfTheMostRelevantMarketInTermsOfLiquidity "70", CompetentAuthorityOfTheTransaction "71",
        ReportingIntermediary "72", ExecutionVenue "73", MarketDataEntryOriginator "74", LocationId "75", DeskId "76",
        MarketDataMarket "77", AllocationEntity "78", PrimeBrokerProvidingGeneralTradeServices "79", Locate "8",
        StepOutFirm "80", Brokerclearingid "81", CentralRegistrationDepository "82", ClearingAccount "83",
        AcceptableSettlingCounterparty "84", UnacceptableSettlingCounterparty "85", FundManagerClientId "9",
    }
    Product 460 {
        Agency "1", Mortgage "10", Municipal "11", Other "12", Financing "13", Commodity "2", Corporate "3",
        Currency "4", Equity "5", Government "6", Index "7", Loan "8", Moneymarket "9",
    }
    QuantityType 465 {
        Shares "1", Bonds "2", Currentface "3", Originalface "4", Currency "5", Contracts "6", Other "7", Par "8",
    }
    RoundingDirection 468 {
        RoundToNearest "0", RoundDown "1", RoundUp "2",
    }
    CancellationRights 480 {
        NoM "M", NoN "N", NoO "O", Yes "Y",
    }
    MoneyLaunderingStatus 481 {
        Exempt1 "1", Exempt2 "2", Exempt3 "3", NotChecked "N", Passed "Y",
    }
    ExecPriceType 484 {
        BidPrice "B", CreationPrice "C", CreationPricePlusAdjustmentPercent "D",
        CreationPricePlusAdjustmentAmount "E", OfferPrice "O", OfferPriceMinusAdjustmentPercent "P",
        OfferPriceMinusAdjustmentAmount "Q", SinglePrice "S",
    }
    FundRenewWaiv 497 {
        No "N", Yes "Y",
    }
    ContAmtType 519 {
        CommissionAmount "1", ExitChargePercent "10", FundBasedRenewalCommissionPercent "11", ProjectedFundValue "12",
        FundBasedRenewalCommissionAmount13 "13", FundBasedRenewalCommissionAmount14 "14", NetSettlementAmount "15",
        CommissionPercent "2", InitialChargeAmount "3", InitialChargePercent "4", DiscountAmount "5",
        DiscountPercent "6", DilutionLevyAmount "7", DilutionLevyPercent "8", ExitChargeAmount "9",
    }
    OrderCapacity 528 {
        Agency "A", Proprietary "G", Individual "I", Principal "P", RisklessPrincipal "R", AgentForOtherMember "W",
    }
    OrderRestrictions 529 {
        ProgramTrade "1", IndexArbitrage "2", NonIndexArbitrage "3", CompetingMarketMaker "4",
        ActingAsMarketMakerOrSpecialistInTheSecurity "5",
        ActingAsMarketMakerOrSpecialistInTheUnderlyingSecurityOfADerivativeSecurity "6", ForeignEntity "7",
        ExternalMarketParticipant "8", ExternalInterConnectedMarketLinkage "9", RisklessArbitrage "A",
        IssuerHolding "B", IssuePriceStabilization "C", NonAlgorithmic "D", Algorithmic "E", Cross "F",
    }
    MassCancelRequestType 530 {
        CancelOrdersForASecurity "1", CancelOrdersForAnUnderlyingSecurity "2", CancelOrdersForAProduct "3",
        CancelOrdersForACficode "4", CancelOrdersForASecuritytype "5", CancelOrdersForATradingSession "6",
        CancelAllOrders "7", CancelOrdersForAMarket "8", CancelOrdersForAMarketSegment "9",
        CancelOrdersForASecurityGroup "A", CancelForSecurityIssuer "B", CancelForIssuerOfUnderlyingSecurity "C",
    }
    MassCancelResponse 531 {
        CancelRequestRejected "0", CancelOrdersForASecurity "1", CancelOrdersForAnUnderlyingSecurity "2",
        CancelOrdersForAProduct "3", CancelOrdersForACficode "4", CancelOrdersForASecuritytype "5",
        CancelOrdersForATradingSession "6", CancelAllOrders "7", CancelOrdersForAMarket "8",
        CancelOrdersForAMarketSegment "9", CancelOrdersForASecurityGroup "A", CancelOrdersForASecuritiesIssuer "B",
        CancelOrdersForIssuerOfUnderlyingSecurity "C",
    }
    MassCancelRejectReason 532 {
        MassCancelNotSupported "0", InvalidOrUnknownSecurity "1", InvalidOrUnknownSecurityIssuer "10",
        InvalidOrUnknownIssuerOfUnderlyingSecurity "11", InvalidOrUnkownUnderlyingSecurity "2",
        InvalidOrUnknownProduct "3", InvalidOrUnknownCficode "4", InvalidOrUnknownSecuritytype "5",
        InvalidOrUnknownTradingSession "6", InvalidOrUnknownMarket "7", InvalidOrUnkownMarketSegment "8",
        InvalidOrUnknownSecurityGroup "9", Other "99",
    }
    QuoteType 537 {
        Indicative "0", Tradeable "1", RestrictedTradeable "2", Counter "3",
    }
    CashMargin 544 {
        Cash "1", MarginOpen "2", MarginClose "3",
    }
    Scope 546 {
        LocalMarket "1", National "2", Global "3",
    }
    CrossType 549 {
        CrossAon "1", CrossIoc "2", CrossOneSide "3", CrossSamePrice "4",
    }
    SecurityListRequestType 559 {
        Symbol "0", SecuritytypeAndOrCficode "1", Product "2", Tradingsessionid "3", AllSecurities "4",
        MarketidOrMarketidPlusMarketsegmentid "5",
    }
    SecurityRequestResult 560 {
        ValidRequest "0", InvalidOrUnsupportedRequest "1", NoInstrumentsFoundThatMatchSelectionCriteria "2",
        NotAuthorizedToRetrieveInstrumentData "3", InstrumentDataTemporarilyUnavailable "4",
        RequestForInstrumentDataNotSupported "5",
    }
    MatchStatus 573 {
        ComparedMatchedOrAffirmed "0", UncomparedUnmatchedOrUnaffirmed "1", AdvisoryOrAlert "2",
    }
    MatchType 574 {
        OnePartyTradeReport "1", TwoPartyTradeReport "2", ConfirmedTradeReport "3", AutoMatch "4", CrossAuction "5",
        CounterOrderSelection "6", OnePartyPrivatelyNegotiatedTradeReport "60",
        TwoPartyPrivatelyNegotiatedTradeReport "61", ContinuousAutoMatch "62", CrossAuction63 "63",
        CounterOrderSelection64 "64", CallAuction65 "65", CallAuction "7", IssuingBuyBackAuction "8",
        ExactMatchOnTradeDateStockSymbolQuantityPriceTradeTypeAndSpecialTradeIndicatorPlusFourBadgesAndExecutionTime "A1",
        ExactMatchOnTradeDateStockSymbolQuantityPriceTradeTypeAndSpecialTradeIndicatorPlusFourBadges "A2",
        ExactMatchOnTradeDateStockSymbolQuantityPriceTradeTypeAndSpecialTradeIndicatorPlusTwoBadgesAndExecutionTime "A3",
        ExactMatchOnTradeDateStockSymbolQuantityPriceTradeTypeAndSpecialTradeIndicatorPlusTwoBadges "A4",
        ExactMatchOnTradeDateStockSymbolQuantityPriceTradetypeAndSpecialTradeIndicatorPlusExecutionTime "A5",
        ComparedRecordsResultingFromStampedAdvisoriesOrSpecialistAcceptsPairOffs "AQ",
        ExactMatchOnTradeDateStockSymbolQuantityPriceTradeTypeAndSpecialTradeIndicatorMinusBadgesAndTimesActM1Match "M1",
        SummarizedMatchMinusBadgesAndTimesActM2Match "M2", ActAcceptedTrade "M3", ActDefaultTrade "M4",
        ActDefaultAfterM2 "M5", ActM6Match "M6", OcsLockedInNonAct "MT",
        SummarizedMatchUsingA1ExactMatchCriteriaExceptQuantityIsSummaried "S1",
        SummarizedMatchUsingA2ExactMatchCriteriaExceptQuantityIsSummarized "S2",
        SummarizedMatchUsingA3ExactMatchCriteriaExceptQuantityIsSummarized "S3",
        SummarizedMatchUsingA4ExactMatchCriteriaExceptQuantityIsSummarized "S4",
        SummarizedMatchUsingA5ExactMatchCriteriaExceptQuantityIsSummarized "S5",
    }
    AccountType 581 {
        AccountIsCarriedOnCustomerSideOfTheBooks "1", AccountIsCarriedOnNonCustomerSideOfBooks "2", HouseTrader "3",
        FloorTrader "4", AccountIsCarriedOnNonCustomerSideOfBooksAndIsCrossMargined "6",
        AccountIsHouseTraderAndIsCrossMargined "7", JointBackOfficeAccount "8",
    }
    MassStatusReqType 585 {
        StatusForOrdersForASecurity "1", StatusForIssuerOfUnderlyingSecurity "10",
        StatusForOrdersForAnUnderlyingSecurity "2", StatusForOrdersForAProduct "3", StatusForOrdersForACficode "4",
        StatusForOrdersForASecuritytype "5", StatusForOrdersForATradingSession "6", StatusForAllOrders "7",
        StatusForOrdersForAPartyid "8", StatusForSecurityIssuer "9",
    }
    DayBookingInst 589 {
        CanTriggerBookingWithoutReferenceToTheOrderInitiator "0", SpeakWithOrderInitiatorBeforeBooking "1",
        Accumulate "2",
    }
    BookingUnit 590 {
        EachPartialExecutionIsABookableUnit "0", AggregatePartialExecutionsOnThisOrderAndBookOneTradePerOrder "1",
        AggregateExecutionsForThisSymbolSideAndSettlementDate "2",
    }
    PreallocMethod 591 {
        ProRata "0", DoNotProRata "1",
    }
    ClearingFeeIndicator 635 {
        N1stYearDelegateTradingForOwnAccount "1", N2ndYearDelegateTradingForOwnAccount "2",
        N3rdYearDelegateTradingForOwnAccount "3", N4thYearDelegateTradingForOwnAccount "4",
        N5thYearDelegateTradingForOwnAccount "5", N6thYearDelegateTradingForOwnAccount "9", CboeMember "B",
        NonMemberAndCustomer "C", EquityMemberAndClearingMember "E",
        FullAndAssociateMemberTradingForOwnAccountAndAsFloorBrokers "F", N106hAnd106jFirms "H",
        GimIdemAndComMembershipInterestHolders "I", Lessee106fEmployees "L", AllOtherOwnershipTypes "M",
    }
    PriorityIndicator 638 {
        PriorityUnchanged "0", LostPriorityAsResultOfOrderChange "1",
    }
    QuoteRequestRejectReason 658 {
        UnknownSymbol "1", Pass "10", InsufficientCredit "11", Exchange "2", QuoteRequestExceedsLimit "3",
        TooLateToEnter "4", InvalidPrice "5", NotAuthorizedToRequestQuote "6", NoMatchForInquiry "7",
        NoMarketForInstrument "8", NoInventory "9", Other "99",
    }
    AcctIDSource 660 {
        Bic "1", SidCode "2", Tfm "3", Omgeo "4", DtccCode "5", Other "99",
    }
    ConfirmStatus 665 {
        Received "1", MismatchedAccount "2", MissingSettlementInstructions "3", Confirmed "4", RequestRejected "5",
    }
    ConfirmTransType 666 {
        New "0", Replace "1", Cancel "2",
    }
    DeliveryForm 668 {
        BookEntry "1", Bearer "2",
    }
    LegSwapType 690 {
        ParForPar "1", ModifiedDuration "2", Risk "4", Proceeds "5",
    }
    QuotePriceType 692 {
        Percent "1", Yield "10", PerShare "2", FixedAmount "3", Discount "4", Premium "5", Spread "6", TedPrice "7",
        TedYield "8", YieldSpread "9",
    }
    SettlSessID 716 {
        EndOfDay "EOD", ElectronicTradingHours "ETH", Intraday "ITD", RegularTradingHours "RTH",
    }
    ResponseTransportType 725 {
        Inband "0", OutOfBand "1",
    }
    TrdRegTimestampType 770 {
        ExecutionTime "1", TimeIn "2", TimeOut "3", BrokerReceipt "4", BrokerExecution "5", DeskReceipt "6",
        SubmissionToClearing "7",
    }
    ConfirmType 773 {
        Status "1", Confirmation "2", ConfirmationRequestRejected "3",
    }
    ConfirmRejReason 774 {
        MismatchedAccount "1", MissingSettlementInstructions "2", Other "99",
    }
    BookingType 775 {
        RegularBooking "0", Cfd "1", TotalReturnSwap "2",
    }
    DlvyInstType 787 {
        Cash "C", Securities "S",
    }
    TerminationType 788 {
        Overnight "1", Term "2", Flexible "3", Open "4",
    }
    AllocAccountType 798 {
        AccountIsCarriedPnCustomerSideOfBooks "1", AccountIsCarriedOnNonCustomerSideOfBooks "2", HouseTrader "3",
        FloorTrader "4", AccountIsCarriedOnNonCustomerSideOfBooksAndIsCrossMargined "6",
        AccountIsHouseTraderAndIsCrossMargined "7", JointBackOfficeAccount "8",
    }
    PartySubIDType 803 {
        Firm "1", SecuritiesAccountNumber "10", RegistrationNumber "11", RegisteredAddress12 "12",
        RegulatoryStatus "13", RegistrationName "14", CashAccountNumber "15", Bic "16", CsdParticipantMemberCode "17",
        RegisteredAddress18 "18", FundAccountName "19", Person "2", TelexNumber "20", FaxNumber "21",
        SecuritiesAccountName "22", CashAccountName "23", Department "24", LocationDesk "25",
        PositionAccountType "26", SecurityLocateId "27", MarketMaker "28", EligibleCounterparty "29", System "3",
        ProfessionalClient "30", Location "31", ExecutionVenue "32", CurrencyDeliveryIdentifier "33", Application "4",
        FullLegalNameOfFirm "5", PostalAddress "6", PhoneNumber "7", EmailAddress "8", ContactName "9",
    }
    ApplQueueResolution 814 {
        NoActionTaken "0", QueueFlushed "1", OverlayLast "2", EndSession "3",
    }
    ApplQueueAction 815 {
        NoActionTaken "0", QueueFlushed "1", OverlayLast "2", EndSession "3",
    }
    ExpirationCycle 827 {
        ExpireOnTradingSessionClose "0", ExpireOnTradingSessionOpen "1",
        TradingEligibilityExpirationSpecifiedInTheDateAndTimeFieldsEventdate "2",
    }
    TrdType 828 {
        RegularTrade "0", BlockTrade1 "1", AfterHoursTrade "10", ExchangeForRisk "11", ExchangeForSwap "12",
        ExchangeOfFuturesFor "13", ExchangeOfOptionsForOptions "14", TradingAtSettlement "15", AllOrNone "16",
        FuturesLargeOrderExecution "17", ExchangeOfFuturesForFutures "18", OptionInterimTrade "19", Efp "2",
        OptionCabinetTrade "20", PrivatelyNegotiatedTrades "22", SubstitutionOfFuturesForForwards "23",
        ErrorTrade "24", SpecialCumDividend "25", SpecialExDividend "26", SpecialCumCoupon "27", SpecialExCoupon "28",
        CashSettlement "29", Transfer "3", SpecialPrice "30", GuaranteedDelivery "31", SpecialCumRights "32",
        SpecialExRights "33", SpecialCumCapitalRepayments "34", SpecialExCapitalRepayments "35", SpecialCumBonus "36",
        SpecialExBonus "37", BlockTrade38 "38", WorkedPrincipalTrade "39", LateTrade "4", BlockTrades "40",
        NameChange "41", PortfolioTransfer "42", ProrogationBuy "43", ProrogationSell "44", OptionExercise "45",
        DeltaNeutralTransaction "46", FinancingTransaction "47", NonStandardSettlement "48",
        DerivativeRelatedTransaction "49", TTrade "5", PortfolioTrade "50", VolumeWeightedAverageTrade "51",
        ExchangeGrantedTrade "52", RepurchaseAgreement "53", Otc "54", ExchangeBasisFacility "55",
        WeightedAveragePriceTrade "6", BunchedTrade "7", LateBunchedTrade "8", PriorReferencePriceTrade "9",
    }
    PegMoveType 835 {
        Floating "0", Fixed "1",
    }
    PegOffsetType 836 {
        Price "0", BasisPoints "1", Ticks "2", PriceTier "3",
    }
    PegLimitType 837 {
        OrBetter "0", Strict "1", OrWorse "2",
    }
    PegRoundDirection 838 {
        MoreAggressive "1", MorePassive "2",
    }
    PegScope 840 {
        Local "1", National "2", Global "3", NationalExcludingLocal "4",
    }
    DiscretionMoveType 841 {
        Floating "0", Fixed "1",
    }
    DiscretionOffsetType 842 {
        Price "0", BasisPoints "1", Ticks "2", PriceTier "3",
    }
    DiscretionLimitType 843 {
        OrBetter "0", Strict "1", OrWorse "2",
    }
    DiscretionRoundDirection 844 {
        MoreAggressive "1", MorePassive "2",
    }
    DiscretionScope 846 {
        Local "1", National "2", Global "3", NationalExcludingLocal "4",
    }
    TargetStrategy 847 {
        Vwap "1", Participate "2", MininizeMarketImpact "3",
    }
    LastLiquidityInd 851 {
        AddedLiquidity "1", RemovedLiquidity "2", LiquidityRoutedOut "3", Auction "4",
    }
    QtyType 854 {
        Units "0", Contracts "1", UnitsOfMeasurePerTimeUnit "2",
    }
    EventType 865 {
        Put "1", SwapRollDate "10", SwapNextStartDate "11", SwapNextRollDate "12", FirstDeliveryDate "13",
        LastDeliveryDate "14", InitialInventoryDueDate "15", FinalInventoryDueDate "16", FirstIntentDate "17",
        LastIntentDate "18", PositionRemovalDate "19", Call "2", Tender "3", SinkingFundCall "4", Activation "5",
        Inactiviation "6", LastEligibleTradeDate "7", SwapStartDate "8", SwapEndDate "9", Other "99",
    }
    InstrAttribType 871 {
        Flat "1", OriginalIssueDiscount "10", CallablePuttable "11", EscrowedToMaturity "12",
        EscrowedToRedemptionDate "13", PreRefunded "14", InDefault "15", Unrated "16", Taxable "17", Indexed "18",
        SubjectToAlternativeMinimumTax "19", ZeroCoupon "2",
        OriginalIssueDiscountPriceSupplyPriceInTheInstrattribvalue "20", CallableBelowMaturityValue "21",
        CallableWithoutNoticeByMailToHolderUnlessRegistered "22", PriceTickRulesForSecurity "23",
        TradeTypeEligibilityDetailsForSecurity "24", InstrumentDenominator "25", InstrumentNumerator "26",
        InstrumentPricePrecision "27", InstrumentStrikePrice "28", TradeableIndicator "29", InterestBearing "3",
        NoPeriodicPayments "4", VariableRate "5", LessFeeForPut "6", SteppedCoupon "7", CouponPeriod "8",
        WhenAndIfIssued "9", TextSupplyTheTextOfTheAttributeOrDisclaimerInTheInstrattribvalue "99",
    }
    CPProgram 875 {
        N3 "1", N4 "2", Other "99",
    }
    MiscFeeBasis 891 {
        Absolute "0", PerUnit "1", Percentage "2",
    }
    CollAsgnReason 895 {
        Initial "0", Scheduled "1", TimeWarning "2", MarginDeficiency "3", MarginExcess "4",
        ForwardCollateralDemand "5", EventOfDefault "6", AdverseTaxEvent "7",
    }
    CollInquiryQualifier 896 {
        TradeDate "0", GcInstrument "1", CollateralInstrument "2", SubstitutionEligible "3", NotAssigned "4",
        PartiallyAssigned "5", FullyAssigned "6", OutstandingTrades "7",
    }
    CollStatus 910 {
        Unassigned "0", PartiallyAssigned "1", AssignmentProposed "2", Assigned "3", Challenged "4",
    }
    DeliveryType 919 {
        VersusPaymentDeliver "0", FreeDeliver "1", TriParty "2", HoldInCustody "3",
    }
    AffirmStatus 940 {
        Received "1", ConfirmRejectedIeNotAffirmed "2", Affirmed "3",
    }
    CollAction 944 {
        Retain "0", Add "1", Remove "2",
    }
    CollInquiryStatus 945 {
        Accepted "0", AcceptedWithWarnings "1", Completed "2", CompletedWithWarnings "3", Rejected "4",
    }
    CollInquiryResult 946 {
        Successful "0", InvalidOrUnknownInstrument "1", InvalidOrUnknownCollateralType "2", InvalidParties "3",
        InvalidTransportTypeRequested "4", InvalidDestinationRequested "5", NoCollateralFoundForTheTradeSpecified "6",
        NoCollateralFoundForTheOrderSpecified "7", CollateralInquiryTypeNotSupported "8",
        UnauthorizedForCollateralInquiry "9", Other "99",
    }
    StrategyParameterType 959 {
        Int "1", Amt "10", Percentage "11", Char "12", Boolean "13", String "14", Multiplecharvalue "15",
        Currency "16", Exchange "17", Monthyear "18", Utctimestamp "19", Length "2", Utctimeonly "20",
        Localmktdate "21", Utcdateonly "22", Data "23", Multiplestringvalue "24", Country "25", Language "26",
        Tztimeonly "27", Tztimestamp "28", Tenor "29", Numingroup "3", Seqnum "4", Tagnum "5", Float "6", Qty "7",
        Price "8", Priceoffset "9",
    }
    SecurityStatus 965 {
        Active "1", Inactive "2",
    }
    UnderlyingCashType 974 {
        Diff "DIFF", Fixed "FIXED",
    }
    UnderlyingSettlementType 975 {
        TPlus1 "2", TPlus3 "4", TPlus4 "5",
    }
    UnitOfMeasure 996 {
        Allowances "Alw", Barrels "Bbl", BillionCubicFeet "Bcf", Bushels "Bu", Gallons "Gal", OneMillionBtu "MMBtu",
        MillionBarrels "MMbbl", MegawattHours "MWh", UsDollars "USD", Pounds "lbs", TroyOunces "oz_tr",
        MetricTons "t", Tons "tn",
    }
    TimeUnit 997 {
        Day "D", Hour "H", Minute "Min", Month "Mo", Second "S", Week "Wk", Year "Yr",
    }
    MDBookType 1021 {
        TopOfBook "1", PriceDepth "2", OrderDepth "3",
    }
    MDOriginType 1024 {
        Book "0", OffBook "1", Cross "2",
    }
    CustOrderHandlingInst 1031 {
        AddOnOrder "ADD", AllOrNone "AON", CashNotHeld "CNH", DirectedOrder "DIR",
        ExchangeForPhysicalTransaction "E.W", FillOrKill "FOK", ImbalanceOnly "IO", ImmediateOrCancel "IOC",
        LimitOnClose "LOC", LimitOnOpen "LOO", MarketAtClose "MAC", MarketAtOpen "MAO", MarketOnClose "MOC",
        MarketOnOpen "MOO", MinimumQuantity "MQT", NotHeld "NH", OverTheDay "OVD", Pegged "PEG",
        ReserveSizeOrder "RSV", StopStockTransaction "S.W", Scale "SCL", TimeOrder "TMO", TrailingStop "TS",
        Work "WRK",
    }
    OrderHandlingInstSource 1032 {
        NasdOats "1",
    }
    DeskType 1033 {
        Agency "A", Arbitrage "AR", Derivatives "D", International "IN", Institutional "IS", Other "O",
        PreferredTrading "PF", Proprietary "PR", ProgramTrading "PT", Sales "S", Trading "T",
    }
    DeskTypeSource 1034 {
        NasdOats "1",
    }
    CollApplType 1043 {
        SpecificDeposit "0", General "1",
    }
    UnderlyingFXRateCalc 1046 {
        Divide "D", Multiply "M",
    }
    InstrmtAssignmentMethod 1049 {
        ProRata "P", Random "R",
    }
    MDQuoteType 1070 {
        Indicative "0", Tradeable "1", RestrictedTradeable "2", Counter "3", IndicativeAndTradeable "4",
    }
    RefOrderIDSource 1081 {
        Secondaryorderid "0", Orderid "1", Mdentryid "2", Quoteentryid "3", OriginalOrderId "4",
    }
    DisplayWhen 1083 {
        Immediate "1", Exhaust "2",
    }
    DisplayMethod 1084 {
        Initial "1", New "2", Random "3", Undisclosed "4",
    }
    PriceProtectionScope 1092 {
        None "0", Local "1", National "2", Global "3",
    }
    LotType 1093 {
        OddLot "1", RoundLot "2", BlockLot "3", RoundLotBasedUponUnitofmeasure "4",
    }
    PegPriceType 1094 {
        LastPeg "1", MidPricePeg "2", OpeningPeg "3", MarketPeg "4", PrimaryPeg "5",
        FixedPegToLocalBestBidOrOfferAtTimeOfOrder "6", PegToVwap "7", TrailingStopPeg "8", PegToLimitPrice "9",
    }
    TriggerType 1100 {
        PartialExecution "1", SpecifiedTradingSession "2", NextAuction "3", PriceMovement "4",
    }
    TriggerAction 1101 {
        Activate "1", Modify "2", Cancel "3",
    }
    TriggerPriceType 1107 {
        BestOffer "1", LastTrade "2", BestBid "3", BestBidOrLastTrade "4", BestOfferOrLastTrade "5", BestMid "6",
    }
    TriggerPriceTypeScope 1108 {
        None "0", Local "1", National "2", Global "3",
    }
    TriggerPriceDirection 1109 {
        TriggerIfThePriceOfTheSpecifiedTypeGoesDownToOrThroughTheSpecifiedTriggerPrice "D",
        TriggerIfThePriceOfTheSpecifiedTypeGoesUpToOrThroughTheSpecifiedTriggerPrice "U",
    }
    TriggerOrderType 1111 {
        Market "1", Limit "2",
    }
    OrderCategory 1115 {
        Order "1", Quote "2", PrivatelyNegotiatedTrade "3", MultilegOrder "4", LinkedOrder "5", QuoteRequest "6",
        ImpliedOrder "7", CrossOrder "8", StreamingPrice "9",
    }
    ExDestinationIDSource 1133 {
        Bic "B", GenerallyAcceptedMarketParticipantIdentifier "C", Proprietary "D", IsoCountryCode "E", Mic "G",
    }
    ImpliedMarketIndicator 1144 {
        NotImplied "0", ImpliedIn "1", ImpliedOut "2", BothImpliedInAndImpliedOut "3",
    }
    QuoteEntryStatus 1167 {
        Accepted "0", LockedMarketWarning "12", CrossMarketWarning "13", CanceledDueToLockMarket "14",
        CanceledDueToCrossMarket "15", Active "16", Rejected "5", RemovedFromMarket "6", Expired "7",
    }
    RespondentType 1172 {
        AllMarketParticipants "1", SpecifiedMarketParticipants "2", AllMarketMakers "3", PrimaryMarketMaker "4",
    }
    StatsType 1176 {
        ExchangeLast "1", High "2", AveragePrice "3", Turnover "4",
    }
    MDSecSizeType 1178 {
        Customer "1",
    }
    SettlMethod 1193 {
        CashSettlementRequired "C", PhysicalSettlementRequired "P",
    }
    ExerciseStyle 1194 {
        European "0", American "1", Bermuda "2",
    }
    PriceQuoteMethod 1196 {
        InterestRateIndex "INT", Index "INX", PercentOfPar "PCTPAR", StandardMoneyPerUnitOfAPhysical "STD",
    }
    ValuationMethod 1197 {
        CdsStyleCollateralizationOfMarketToMarketAndCoupon "CDS", CdsInDelivery "CDSD", PremiumStyle "EQTY",
        FuturesStyleMarkToMarket "FUT", FuturesStyleWithAnAttachedCashAdjustment "FUTDA",
    }
    ListMethod 1198 {
        PreListedOnly "0", UserRequested "1",
    }
    TickRuleType 1209 {
        Regular "0", Variable "1", Fixed "2", TradedAsASpreadLeg "3", SettledAsASpreadLeg "4",
    }
    MaturityMonthYearIncrementUnits 1302 {
        Months "0", Days "1", Weeks "2", Years "3",
    }
    MaturityMonthYearFormat 1303 {
        YearmonthOnly "0", Yearmonthday "1", Yearmonthweek "2",
    }
    PriceLimitType 1306 {
        Price "0", Ticks "1", Percentage "2",
    }
    MultilegModel 1377 {
        PredefinedMultilegSecurity "0", UserDefinedMultlegSecurity "1", UserDefinedNonSecuritizedMultileg "2",
    }
    MultilegPriceMethod 1378 {
        NetPrice "0", ReversedNetPrice "1", YieldDifference "2", Individual "3", ContractWeightedAveragePrice "4",
        MultipliedPrice "5",
    }
    SessionStatus 1409 {
        SessionActive "0", SessionPasswordChanged "1", SessionPasswordDueToExpire "2",
        NewSessionPasswordDoesNotComplyWithPolicy "3", SessionLogoutComplete "4", InvalidUsernameOrPassword "5",
        AccountLocked "6", LogonsAreNotAllowedAtThisTime "7", PasswordExpired "8",
    }
    ContractMultiplierUnit 1435 {
        Shares "0", Hours "1", Days "2",
    }
    FlowScheduleType 1439 {
        NercEasternOffPeak "0", NercWesternOffPeak "1", NercCalendarAllDaysInMonth "2", NercEasternPeak "3",
        NercWesternPeak "4",
    }
    RateSource 1446 {
        Bloomberg "0", Reuters "1", Telerate "2", Other "99",
    }
    RateSourceType 1447 {
        Primary "0", Secondary "1",
    }
    RestructuringType 1449 {
        FullRestructuring "FR", ModifiedModRestructuring "MM", ModifiedRestructuring "MR",
        NoRestructuringSpecified "XR",
    }
    Seniority 1450 {
        Subordinated "SB", SeniorSecured "SD", Senior "SR",
    }
    SecurityListType 1470 {
        IndustryClassification "1", TradingList "2", Market "3", NewspaperList "4",
    }
    SecurityListTypeSource 1471 {
        Icb "1", Naics "2", Gics "3",
    }
    NewsCategory 1473 {
        CompanyNews "0", MarketplaceNews "1", FinancialMarketNews "2", TechnicalNews "3", OtherNews "99",
    }
    NewsRefType 1477 {
        Replacement "0", OtherLanguage "1", Complimentary "2",
    }
    StrikePriceDeterminationMethod 1478 {
        FixedStrike "1", StrikeSetAtExpirationToUnderlyingOrOtherValue "2",
        StrikeSetToAverageOfUnderlyingSettlementPriceAcrossTheLifeOfTheOption "3", StrikeSetToOptimalValue "4",
    }
    StrikePriceBoundaryMethod 1479 {
        LessThanUnderlyingPriceIsInTheMoney "1", LessThanOrEqualToTheUnderlyingPriceIsInTheMoney "2",
        EqualToTheUnderlyingPriceIsInTheMoney "3", GreaterThanOrEqualToUnderlyingPriceIsInTheMoney "4",
        GreaterThanUnderlyingIsInTheMoney "5",
    }
    UnderlyingPriceDeterminationMethod 1481 {
        Regular "1", SpecialReference "2", OptimalValue "3", AverageValue "4",
    }
    OptPayoutType 1482 {
        Vanilla "1", Capped "2", Binary "3",
    }
    ComplexEventType 1484 {
        Capped "1", Trigger "2", KnockInUp "3", KockInDown "4", KnockOutUp "5", KnockOutDown "6", Underlying "7",
        ResetBarrier "8", RollingBarrier "9",
    }
    ComplexEventPriceBoundaryMethod 1487 {
        LessThanComplexeventprice "1", LessThanOrEqualToComplexeventprice "2", EqualToComplexeventprice "3",
        GreaterThanOrEqualToComplexeventprice "4", GreaterThanComplexeventprice "5",
    }
    ComplexEventPriceTimeType 1489 {
        Expiration "1", Immediate "2", SpecifiedDateTime "3",
    }
    ComplexEventCondition 1490 {
        And "1", Or "2",
    }
}
