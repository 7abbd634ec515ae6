using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-scope
/// and -deployment: what is deployed to. Members that nobody gave are not known,
/// so that their neighbours stay known.
/// </summary>
internal static class ScopeFunctions
{
    public static IEnumerable<LibraryFunction> All =>
    [
        new("deployer", 0, 0, Evaluation.Strict, Deployer),
        new("deployment", 0, 0, Evaluation.Strict, Deployment),
        new("environment", 0, 0, Evaluation.Strict, Environment),
        new("managementGroup", 0, 0, Evaluation.Strict, ManagementGroup),
        new("resourceGroup", 0, 0, Evaluation.Strict, ResourceGroup),
        new("subscription", 0, 0, Evaluation.Strict, Subscription),
        new("tenant", 0, 0, Evaluation.Strict, Tenant),
    ];

    private static Node Deployer(FunctionCall call) => call.Record(
    [
        call.Property("objectId", Input(call, "deployer().objectId")),
        call.Property("tenantId", call.Frame.Scope.Target.TenantId),
        call.Property("userPrincipalName", Input(call, "deployer().userPrincipalName")),
    ]);

    private static Node Deployment(FunctionCall call) => call.Record(
    [
        call.Property("name", call.Frame.Scope.Target.DeploymentName),
        call.Property("location", call.Frame.Scope.Target.Location),
        call.Property("properties", Input(call, "deployment().properties")),
    ]);

    private static Node ManagementGroup(FunctionCall call)
    {
        var target = call.Frame.Scope.Target;
        var id = TextComposer.Join(call.Place, "/providers/Microsoft.Management/managementGroups/", target.ManagementGroup);
        return call.Record(
        [
            call.Property("id", id),
            call.Property("name", target.ManagementGroup),
            call.Property("type", "Microsoft.Management/managementGroups"),
            call.Property("properties", Input(call, "managementGroup().properties")),
        ]);
    }

    private static Node ResourceGroup(FunctionCall call)
    {
        var target = call.Frame.Scope.Target;
        var id = TextComposer.Join(call.Place, "/subscriptions/", target.SubscriptionId, "/resourceGroups/", target.ResourceGroup);
        return call.Record(
        [
            call.Property("id", id),
            call.Property("name", target.ResourceGroup),
            call.Property("type", "Microsoft.Resources/resourceGroups"),
            call.Property("location", target.Location),
            call.Property("managedBy", Input(call, "resourceGroup().managedBy")),
            call.Property("tags", Input(call, "resourceGroup().tags")),
            call.Property("properties", call.Record([call.Property("provisioningState", "Succeeded")])),
        ]);
    }

    private static Node Subscription(FunctionCall call)
    {
        var target = call.Frame.Scope.Target;
        return call.Record(
        [
            call.Property("id", TextComposer.Join(call.Place, "/subscriptions/", target.SubscriptionId)),
            call.Property("subscriptionId", target.SubscriptionId),
            call.Property("tenantId", target.TenantId),
            call.Property("displayName", target.SubscriptionName),
        ]);
    }

    private static Node Tenant(FunctionCall call) => call.Record(
    [
        call.Property("id", "/"),
        call.Property("tenantId", call.Frame.Scope.Target.TenantId),
        call.Property("country", Input(call, "tenant().country")),
        call.Property("countryCode", Input(call, "tenant().countryCode")),
        call.Property("displayName", Input(call, "tenant().displayName")),
    ]);

    /// <summary>The documented values of the public cloud.</summary>
    private static Node Environment(FunctionCall call) => call.Record(
    [
        call.Property("name", "AzureCloud"),
        call.Property("gallery", "https://gallery.azure.com/"),
        call.Property("graph", "https://graph.windows.net/"),
        call.Property("portal", "https://portal.azure.com"),
        call.Property("graphAudience", "https://graph.windows.net/"),
        call.Property("activeDirectoryDataLake", "https://datalake.azure.net/"),
        call.Property("batch", "https://batch.core.windows.net/"),
        call.Property("media", "https://rest.media.azure.net"),
        call.Property("sqlManagement", "https://management.core.windows.net:8443/"),
        call.Property("vmImageAliasDoc", "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json"),
        call.Property("resourceManager", "https://management.azure.com/"),
        call.Property("authentication", call.Record(
        [
            call.Property("loginEndpoint", "https://login.microsoftonline.com/"),
            call.Property("audiences", call.List([Text(call, "https://management.core.windows.net/"), Text(call, "https://management.azure.com/")])),
            call.Property("tenant", "common"),
            call.Property("identityProvider", "AAD"),
        ])),
        call.Property("suffixes", call.Record(
        [
            call.Property("acrLoginServer", ".azurecr.io"),
            call.Property("azureDatalakeAnalyticsCatalogAndJob", "azuredatalakeanalytics.net"),
            call.Property("azureDatalakeStoreFileSystem", "azuredatalakestore.net"),
            call.Property("azureFrontDoorEndpointSuffix", "azurefd.net"),
            call.Property("keyvaultDns", ".vault.azure.net"),
            call.Property("sqlServerHostname", ".database.windows.net"),
            call.Property("storage", "core.windows.net"),
        ])),
    ]);

    private static Node.Unresolved Input(FunctionCall call, string expression) => Unknown.Input(call.Place, expression);

    private static Node.Text Text(FunctionCall call, string value) => new(call.Place, value);
}
