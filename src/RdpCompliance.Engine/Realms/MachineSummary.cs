using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>What is kept of a machine when it has been judged: what joins it with others.</summary>
/// <param name="Folders">The folders that its evidence lies in.</param>
/// <param name="HostName">Its own name; the name that it is known by where no source says it.</param>
/// <param name="Domain">The suffix of its full name; <see langword="null"/> when that is not known.</param>
internal sealed record MachineSummary(SubjectId Id, string Name, ImmutableArray<string> Folders, string HostName, string? Domain)
{
    private const string HostNameField = "machine.host-name";
    private const string DomainField = "domain.suffix";

    public static MachineSummary Of(Machine machine, Realm realm)
    {
        var subject = realm.OfKind(SubjectKind.Machine)[0];
        return new(
            machine.Id,
            machine.Name,
            [.. machine.Folders],
            realm.FactOf(subject, HostNameField).Value is FieldValue.Text { Value: { Length: > 0 } stated } ? stated : machine.Name,
            realm.FactOf(subject, DomainField).Value is FieldValue.Text { Value: { Length: > 0 } domain } ? domain : null);
    }

    /// <summary>Whether a connection file of that folder is used on the machine.</summary>
    public bool HoldsFilesOf(string folder) => Folders.Contains(folder, StringComparer.OrdinalIgnoreCase);

    /// <summary>A short name is the machine's own; a full one must have its domain too, where that is known.</summary>
    public bool IsNamed(string host)
    {
        if (host.Equals(HostName, StringComparison.OrdinalIgnoreCase) || host.Equals(Name, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
            && host[..dot].Equals(HostName, StringComparison.OrdinalIgnoreCase)
            && (Domain is null || host[(dot + 1)..].Equals(Domain, StringComparison.OrdinalIgnoreCase));
    }
}
