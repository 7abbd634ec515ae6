using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Engine.Subjects;

/// <summary>The two machines of a connection file: the client in whose folder it lies, and the host that its address names.</summary>
internal static class Connections
{
    public const string File = "rdp-file";
    private const string AddressField = "full-address";
    private const string HostName = "machine.host-name";
    private const string DomainSuffix = "domain.suffix";

    /// <summary>The machine at the other end of a relation ("client" or "target"); why it is not known when there is none, or more than one.</summary>
    public static RelatedSubjects Find(Subject file, string relation, Estate estate)
    {
        var machines = estate.OfKind(SubjectKind.Machine).Where(machine => machine.Mode == JudgementMode.InForce);
        var found = (relation == "client" ? machines.Where(machine => LiesBeside(file, machine)) : NameOf(file, estate) is { } host ? machines.Where(machine => IsNamed(host, machine, estate)) : []).Take(2).ToImmutableArray();
        return found is [var only] ? new([only], null) : new([], Fact.Unknown(UnknownReason.NotCollected, $"the {relation} of {file}"));
    }

    /// <summary>The host of an address: "host01.contoso.com:3390" without its port, "[fe80::1]" without its brackets.</summary>
    public static string HostOf(string address)
    {
        var trimmed = address.Trim();
        if (trimmed is ['[', .. var inner] && inner.IndexOf(']', StringComparison.Ordinal) is var bracket and >= 0)
        {
            return inner[..bracket];
        }

        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        return (colon >= 0 && colon == trimmed.LastIndexOf(':') ? trimmed[..colon] : trimmed).TrimEnd('.');
    }

    /// <summary>The host that the file names; <see langword="null"/> when it names none.</summary>
    public static string? NameOf(Subject file, Estate estate) =>
        estate.FactOf(file, AddressField).Value is FieldValue.Text { Value: var address } && HostOf(address) is { Length: > 0 } host ? host : null;

    private static bool LiesBeside(Subject file, Subject machine) =>
        machine.Evidence.Evidence.Any(source => Machines.FolderOf(source.Origin)?.Equals(file.Place.Source.Folder, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>A short name is the machine's own; a full one must have its domain too, where that is known.</summary>
    private static bool IsNamed(string host, Subject machine, Estate estate)
    {
        var own = estate.FactOf(machine, HostName).Value is FieldValue.Text { Value: { Length: > 0 } stated } ? stated : machine.Name;
        if (host.Equals(own, StringComparison.OrdinalIgnoreCase) || host.Equals(machine.Name, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
            && host[..dot].Equals(own, StringComparison.OrdinalIgnoreCase)
            && (estate.FactOf(machine, DomainSuffix).Value is not FieldValue.Text { Value: { Length: > 0 } domain } || host[(dot + 1)..].Equals(domain, StringComparison.OrdinalIgnoreCase));
    }
}
