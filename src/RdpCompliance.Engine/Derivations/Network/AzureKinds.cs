namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Kinds of <c>policies/subjects.yml</c> about the network of Azure.</summary>
internal static class AzureKinds
{
    public const string SecurityRule = "Microsoft.Network/networkSecurityGroups/securityRules";
    public const string SecurityGroup = "Microsoft.Network/networkSecurityGroups";
    public const string LoadBalancer = "Microsoft.Network/loadBalancers";
    public const string NetworkInterface = "Microsoft.Network/networkInterfaces";

    /// <summary>Where no rule says otherwise by its parameter.</summary>
    public const int RemoteDesktopPort = 3389;
}
