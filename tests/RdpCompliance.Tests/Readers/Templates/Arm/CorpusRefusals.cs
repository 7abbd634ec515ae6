namespace RdpCompliance.Tests.Readers.Templates.Arm;

/// <summary>What Azure would refuse in the outside corpus, each kind with its reason.</summary>
internal static class CorpusRefusals
{
    private const string Text = """
        # Expressions that are none: names of another tool's language, calls without parentheses.
        RDP0210 arm/Azure+arm-ttk/unit-tests/Resources-Should-Not-Be-Ambiguous/Pass/top-level-child-expression.json
        RDP0210 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_PostgreSQLServerPublicAccessDisable/fail1.json
        RDP0210 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_PostgreSQLServerPublicAccessDisable/fail2.json
        RDP0210 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_PostgreSQLServerPublicAccessDisable/pass.json
        RDP0210 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseSQLPoolHasVulnerabilityAssessment/fail2.json
        RDP0210 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseSQLPoolHasVulnerabilityAssessment/pass.json
        RDP0210 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseWorkspaceHasExtendedAuditLogs/fail2.json
        # Functions given what they cannot take: a region for JSON, a whole id for a subscription's GUID.
        # Members that are not there: of an empty object that is the parameter's default, or past the end of an array.
        RDP0216 bicep/Azure+bicep/src/Bicep.Core.Samples/Files/baselines/LoopsIndexed_LF/main.json
        # Names that the template uses and does not declare: most of these are cut out of larger templates.
        RDP0217 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/IDs-In-AppSettings.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/IDs-In-KeyVault.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/IDs-in-Backends.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/IDs-in-InnerTemplates.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/IDs-in-WebTest-Locations.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/template-that-contains-aws_iam_functionapp_id-should-pass.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/template-that-contains-dataCollectionEndpointId-should-pass.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/template-that-contains-dataCollectionRuleImmutableId-should-pass.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/ManagedIdentityExtension-must-not-be-used/Fail/ManagedIdentity-Resource.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/Template-Should-Not-Contain-Blanks/Fail/Blanks-In-Config.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/Template-Should-Not-Contain-Blanks/Pass/Blanks-In-Config-AppSettings.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Fail/Literal-Admin-Username-SymbolicName.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Fail/Literal-Admin-Username.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Fail/Literal-Variable-Property-Username.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Fail/Literal-Variable-Username.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/apiversions-should-be-recent/Pass/ApiVersion-Of-RoleAssignments.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/apiversions-should-be-recent/Pass/Nested-API-Version.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/apiversions-should-be-recent/Pass/NonPreviewVersionWhereSamePreviewDateExists.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/apiversions-should-be-recent/Pass/ProviderResource.json
        RDP0217 arm/Azure+arm-ttk/unit-tests/apiversions-should-be-recent/Pass/scope-property.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_ACREnableZoneRedundancy/fail1.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_ACREnableZoneRedundancy/fail2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_ACREnableZoneRedundancy/pass.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_ACREnableZoneRedundancy/pass2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceAuthentication/appServiceAuthentication-PASSED2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceJavaVersion/fail.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceJavaVersion/pass.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AzureScaleSetPassword/PASSED.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_CosmosDBAccountsRestrictedAccess/fail.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_CosmosDBAccountsRestrictedAccess/fail2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_CosmosDBAccountsRestrictedAccess/fail3.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_CosmosDBAccountsRestrictedAccess/pass2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_CosmosDBAccountsRestrictedAccess/pass3.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_CosmosDBDisablesPublicNetwork/Fail.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_PubsubSpecifyIdentity/fail.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_PubsubSpecifyIdentity/pass.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_PubsubSpecifyIdentity/pass2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_SecurityCenter/securityCenter-PASSED.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_StorageAccountAzureServicesAccessEnabled/storageAccountAzureServicesAccessEnabled-FAILED2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_StorageAccountAzureServicesAccessEnabled/storageAccountAzureServicesAccessEnabled-VARIABLE.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_VnetSingleDNSServer/fail.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_VnetSingleDNSServer/fail2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_VnetSingleDNSServer/pass.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_VnetSingleDNSServer/pass2.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_VnetSingleDNSServer/pass3.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_WildcardEntities/main.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_WinVMAutomaticUpdates/fail.json
        RDP0217 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_WinVMAutomaticUpdates/pass.json
        RDP0217 bicep/Azure+bicep/src/Bicep.Core.Samples/Files/baselines/LoopsIndexed_LF/main.symbolicnames.json
        # Sections of another shape: outputs that are text, names that are objects.
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Fail/old-apiVersion-FullReference.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Fail/old-apiVersion-NestedResource.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Fail/old-apiVersion-in-List.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Fail/old-apiVersion-in-ListAccountSas.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Fail/old-apiVersion-in-ListKeys.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Fail/old-apiVersion.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Fail/preview-apiVersion-ReferencedByVariable.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Pass/NoApiVersion.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Pass/NonPreviewVersionWhereSamePreviewDateExists.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Pass/bicep.json
        RDP0225 arm/Azure+arm-ttk/unit-tests/apiVersions-Should-Be-Recent-In-Reference-Functions/Pass/latestStableApiOlderThan2Years.json
        RDP0225 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_StorageAccountAzureServicesAccessEnabled/storageAccountAzureServicesAccessEnabled-FAILED2.json
        RDP0225 arm/bridgecrewio+checkov/tests/arm/runner/resources/invalid.json
        # Resources without a type or a name.
        RDP0226 arm/Azure+arm-ttk/unit-tests/CommandToExecute-Must-Use-ProtectedSettings-For-Secrets/Fail/List.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/CommandToExecute-Must-Use-ProtectedSettings-For-Secrets/Fail/ListKeys.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/CommandToExecute-Must-Use-ProtectedSettings-For-Secrets/Fail/UnsecuredParameter.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/CommandToExecute-Must-Use-ProtectedSettings-For-Secrets/Pass/list-function-SymbolicName.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/CommandToExecute-Must-Use-ProtectedSettings-For-Secrets/Pass/list-function.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/DependsOn-Best-Practices/Fail/DependsOn-Has-If.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/DependsOn-Best-Practices/Fail/DependsOn-Starts-With-Concat.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/DependsOn-Best-Practices/Pass/DependsOn-Has-CopyIndex.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/DependsOn-Best-Practices/Pass/DependsOn-Has-ResourceId.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/DeploymentTemplate-Must-Not-Contain-Hardcoded-Uri/Pass/Uris-In-PolicyDefinition.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Fail/bool.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Fail/concat.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Fail/empty-string.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Fail/int.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Fail/literal.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Fail/whitespace.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/VMSizes-Must-Match-Template/Pass/Element-Nested-In-Section/azureDeploy.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/adminPassword-Should-Not-Be-A-Literal/Pass/ExpressionValue.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Fail/Literal-Admin-Username-SymbolicName.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Fail/Literal-Admin-Username.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Fail/Literal-Variable-Property-Username.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Fail/Literal-Variable-Username.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/adminUsername-Should-Not-Be-A-Literal/Pass/ExpressionValue.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/apiversions-should-be-recent/Fail/apiVersion-duplicated-in-nested-resource.json
        RDP0226 arm/Azure+arm-ttk/unit-tests/providers_apiVersions-Is-Not-Permitted/Fail/Uses-Providers-ApiVersion.json
        RDP0226 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_StorageAccountAzureServicesAccessEnabled/storageAccountAzureServicesAccessEnabled-FAILED2.json
        RDP0226 arm/bridgecrewio+checkov/tests/arm/runner/resources/no_resource.json
        # Names that have another number of parts than their types.
        RDP0229 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/template-that-contains-aws_iam_functionapp_id-should-pass.json
        RDP0229 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/template-that-contains-contentProductId-should-pass.json
        RDP0229 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/template-that-contains-dataCollectionEndpointId-should-pass.json
        RDP0229 arm/Azure+arm-ttk/unit-tests/IDs-Should-Be-Derived-From-ResourceIDs/Pass/template-that-contains-dataCollectionRuleImmutableId-should-pass.json
        RDP0229 arm/Azure+arm-ttk/unit-tests/Template-Should-Not-Contain-Blanks/Pass/requiredDataConnectors-empty-array-should-pass.json
        RDP0229 arm/Azure+arm-ttk/unit-tests/Template-Should-Not-Contain-Blanks/Pass/serializedData-empty-array-should-pass.json
        RDP0229 arm/Azure+arm-ttk/unit-tests/apiVersions-should-be-recent.json
        RDP0229 arm/Azure+template-analyzer/src/Analyzer.Cli.FunctionalTests/Tests/ToTestSummaryLogger/ReportsError.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_ACREnableZoneRedundancy/fail2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_ACREnableZoneRedundancy/pass2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceDetailedErrorMessagesEnabled/AppServiceDetailedErrorMessagesEnabled-failed.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceDetailedErrorMessagesEnabled/AppServiceDetailedErrorMessagesEnabled-failed2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceDetailedErrorMessagesEnabled/AppServiceDetailedErrorMessagesEnabled-passed.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceEnabledFailedRequest/AppServiceEnableFailedRequest-failed.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceEnabledFailedRequest/AppServiceEnableFailedRequest-passed.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceSetHealthCheck/fail2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceSetHealthCheck/pass2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceSlotHTTPSOnly/fail2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceSlotHTTPSOnly/pass2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceUsedAzureFiles/AppServiceEnableFailedRequest-failed.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceUsedAzureFiles/AppServiceEnableFailedRequest-failed2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AppServiceUsedAzureFiles/AppServiceUsedAzureFiles-passed.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AzureSparkPoolIsolatedComputeEnabled/fail1.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AzureSparkPoolIsolatedComputeEnabled/fail2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_AzureSparkPoolIsolatedComputeEnabled/pass.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_CosmosDBAccountsRestrictedAccess/pass4.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_FunctionAppMinTLSVersion/fail2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_FunctionAppMinTLSVersion/pass3.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_FunctionAppMinTLSVersion/pass4.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_FunctionAppsEnableAuthentication/fail.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_FunctionAppsEnableAuthentication/fail2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_FunctionAppsEnableAuthentication/pass.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_FunctionAppsEnableAuthentication/pass2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_KeyExpirationDate/fail.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_KeyExpirationDate/pass.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_NetworkWatcherFlowLogPeriod/networkWatcherFlowLogPeriod-FAILED.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_NetworkWatcherFlowLogPeriod/networkWatcherFlowLogPeriod-FAILED2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_NetworkWatcherFlowLogPeriod/networkWatcherFlowLogPeriod-FAILED3.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_NetworkWatcherFlowLogPeriod/networkWatcherFlowLogPeriod-FAILED4.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_NetworkWatcherFlowLogPeriod/networkWatcherFlowLogPeriod-PASSED.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/checks/resource/example_StorageAccountAzureServicesAccessEnabled/storageAccountAzureServicesAccessEnabled-FAILED2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseLogMonitoringEnabledForSQLPool/fail.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseLogMonitoringEnabledForSQLPool/pass.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseSQLPoolHasSecurityAlertPolicy/fail1.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseSQLPoolHasSecurityAlertPolicy/fail2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseSQLPoolHasSecurityAlertPolicy/pass.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseSQLPoolHasVulnerabilityAssessment/fail.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseSQLPoolHasVulnerabilityAssessment/fail2.json
        RDP0229 arm/bridgecrewio+checkov/tests/arm/graph_builder/checks/resources/SynapseSQLPoolHasVulnerabilityAssessment/pass.json
        RDP0229 bicep/Azure+bicep/src/Bicep.Core.Samples/Files/user_submitted/201/api-management-create-all-resources/main.json
        RDP0229 bicep/Azure+bicep/src/Bicep.Core.Samples/Files/user_submitted/201/api-management-create-all-resources/main.symbolicnames.json
        """;

    public static IEnumerable<(string Id, string Name)> All =>
        Text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(line => (line[..7], line[8..]));
}
