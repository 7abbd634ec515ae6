using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations;

/// <summary>Every derivation of the product.</summary>
internal static class FieldDerivations
{
    public static ImmutableArray<IFieldDerivation> All { get; } =
    [
        new Access.AccessDerivation(),
        new Access.MachineKeysDerivation(),
        new Certificates.CertificateDerivation(),
        new Certificates.ConnectionNameDerivation(),
        new Certificates.ListenerStoreDerivation(),
        new Connections.ConnectionAddressDerivation(),
        new Firewall.FirewallProfileDerivation(),
        new Firewall.FirewallRuleDerivation(),
        new Firewall.IpsecRuleDerivation(),
        new Firewall.MachineFirewallDerivation(),
        new Rights.LocalGroupDerivation(),
        new Updates.UpdateDerivation(),
        new Network.SecurityRuleDerivation(),
        new Network.SecurityGroupDerivation(),
        new Network.AzureInterfaceDerivation(),
        new Network.SubnetDerivation(),
        new Azure.AzureDeploymentDerivation(),
        new Azure.VirtualMachineDerivation(),
        new Azure.HostPoolDerivation(),
        new Host.DriveDerivation(),
        new Host.EventDerivation(),
        new Host.MachineKeyDerivation(),
        new Host.NetworkInterfaceDerivation(),
        new Host.PolicyDerivation(),
        new Host.PolicyScriptDerivation(),
        new Host.SocketDerivation(),
    ];

    private static readonly Dictionary<string, ImmutableArray<IFieldDerivation>> ByKind = All.GroupBy(derivation => derivation.Kind, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>The answer of the first derivation of the subject's kind that has one.</summary>
    /// <param name="argument">The rule's parameter on which the field depends; <see langword="null"/> for the usual value.</param>
    public static Fact? Derive(Subject subject, string field, FieldValue? argument, IFactSource estate)
    {
        foreach (var derivation in ByKind.GetValueOrDefault(subject.Kind.Name, []))
        {
            if (derivation.Derive(subject, field, argument, estate) is { } fact)
            {
                return fact;
            }
        }

        return null;
    }
}
