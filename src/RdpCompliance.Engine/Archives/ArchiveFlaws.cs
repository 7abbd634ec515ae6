using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Archives;

/// <summary>Collects what is wrong with archives.</summary>
internal sealed class ArchiveFlaws
{
    private static readonly DiagnosticDescriptor Damaged = new("RDP0160", DiagnosticEffect.Damage, "The archive is damaged at '{0}': {1}.");
    private static readonly DiagnosticDescriptor TooLarge = new(
        "RDP0161",
        DiagnosticEffect.Damage,
        "'{0}' is not expanded: more than {1} bytes would come out of {2}.");
    private static readonly DiagnosticDescriptor TooMany = new("RDP0162", DiagnosticEffect.Damage, "The archive has {0} entries; at most {1} are read.");
    private static readonly DiagnosticDescriptor Unusable = new("RDP0163", DiagnosticEffect.Damage, "The entry '{0}' is not read: {1}.");
    private static readonly DiagnosticDescriptor Nested = new("RDP0164", DiagnosticEffect.Gap, "'{0}' is an archive within an archive, which is not opened.");
    private static readonly DiagnosticDescriptor Link = new("RDP0129", DiagnosticEffect.Gap, "'{0}' is a link within an archive, which is not followed.");
    private static readonly DiagnosticDescriptor Nothing = new("RDP0132", DiagnosticEffect.Gap, "'{0}' holds no file that can be read.");

    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();

    public ImmutableArray<Diagnostic> Found => _found.ToImmutable();

    public void DamagedAt(Source archive, long offset, string entry, string why) => Add(Damaged, archive, offset, entry, why);

    public void LargerThan(Source archive, long offset, string entry, long most, long compressed) =>
        Add(TooLarge, archive, offset, entry, Number(most), Number(compressed));

    public void MoreEntriesThan(Source archive, long count, int most) => Add(TooMany, archive, 0, Number(count), Number(most));

    public void EntryUnusable(Source archive, long offset, string entry, string why) => Add(Unusable, archive, offset, entry, why);

    public void LinkWithin(Source archive, long offset, string entry) => Add(Link, archive, offset, entry);

    public void Empty(Source archive) => Add(Nothing, archive, 0, archive.FileName);

    public void ArchiveWithin(Source archive, long offset, string entry) => Add(Nested, archive, offset, entry);

    private void Add(DiagnosticDescriptor descriptor, Source archive, long offset, params string[] arguments) =>
        _found.Add(new(descriptor, Location.InBytes(archive, Math.Clamp(offset, 0, archive.Length), 0), arguments));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
