using System.Collections.Immutable;
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
        new Certificates.ListenerStoreDerivation(),
        new Firewall.FirewallProfileDerivation(),
        new Firewall.FirewallRuleDerivation(),
        new Firewall.IpsecRuleDerivation(),
        new Firewall.MachineFirewallDerivation(),
        new Updates.UpdateDerivation(),
    ];

    /// <summary>The answer of the first derivation of the subject's kind that has one.</summary>
    public static Fact? Derive(Subject subject, string field, Estate estate) =>
        All.Where(derivation => derivation.Kind == subject.Kind.Name).Select(derivation => derivation.Derive(subject, field, estate)).FirstOrDefault(fact => fact is not null);
}
