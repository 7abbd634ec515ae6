using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations;

/// <summary>Every derivation of the product.</summary>
internal static class FieldDerivations
{
    public static ImmutableArray<IFieldDerivation> All { get; } = [new Certificates.CertificateDerivation()];

    public static IFieldDerivation? Of(string kind) => All.FirstOrDefault(derivation => derivation.Kind == kind);
}
