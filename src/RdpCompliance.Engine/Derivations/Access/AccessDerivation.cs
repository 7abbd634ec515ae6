using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>Who may do what with a file, a folder, a registry key or a service, out of its descriptor in SDDL.</summary>
internal sealed class AccessDerivation : IFieldDerivation
{
    public const string Space = "acl";

    /// <summary>FILE_WRITE_DATA and FILE_APPEND_DATA of files, KEY_SET_VALUE and KEY_CREATE_SUB_KEY of keys.</summary>
    private const uint Change = 0x0006;

    /// <summary>Whom a rule may ask for although no entry names them.</summary>
    private static readonly ImmutableArray<string> WellKnown =
    [
        SecurityId.Everyone,
        SecurityId.AuthenticatedUsers,
        SecurityId.LocalSystem,
        SecurityId.LocalService,
        SecurityId.NetworkService,
        SecurityId.Administrators,
        SecurityId.Users,
    ];

    public string Kind => Space;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate)
    {
        var path = PathOf(subject, estate);
        return field switch
        {
            "location" => Stated(subject, path.Text),
            "folder" => Stated(subject, path.Folder),
            "file-name" => Stated(subject, path.Name),
            _ => OfDescriptor(subject, field, path.Kind, estate),
        };
    }

    /// <summary>The path in one form.</summary>
    public static SecuredPath PathOf(Subject subject, IFactSource estate) => SecuredPath.Of(subject.Name, estate.FactOf(subject, "object").Value?.ToString());

    /// <summary>The access that the descriptor gives; else why that is not known.</summary>
    public static (EffectiveAccess? Access, SecurityDescriptor? Descriptor, Fact Sddl) AccessOf(
        Subject subject,
        string sddlField,
        SecuredObject kind,
        IFactSource estate)
    {
        var sddl = estate.FactOf(subject, sddlField);
        if (sddl.Value is not FieldValue.Text { Value: var text })
        {
            return (null, null, sddl.IsKnown ? Fact.Unknown(UnknownReason.NotCollected, $"the descriptor of {subject}") : sddl);
        }

        var reading = SddlParser.Parse(text);
        return reading switch
        {
            { IsWhole: false } => (
                null,
                null,
                Fact.Unknown(UnknownReason.Unreadable, $"the descriptor of {subject.Name}") with
                {
                    Grounds = sddl.Grounds,
                    Because = $"of the descriptor of {subject.Name}, {reading.Flaws[0]}",
                }),
            _ when EffectiveAccess.Of(reading.Descriptor, kind) is { } access => (access, reading.Descriptor, sddl),
            _ => (
                null,
                null,
                Fact.Unknown(UnknownReason.NotCollected, $"the access control list of {subject.Name}") with
                {
                    Grounds = sddl.Grounds,
                    Because = $"the descriptor of {subject.Name} states no list",
                }),
        };
    }

    public static Fact Holders(string field, EffectiveAccess access, SecurityDescriptor descriptor, SecuredObject kind, Subject subject, Fact sddl)
    {
        var read = AccessRights.ReadOf(kind);
        var all = access.Trustees.Union(WellKnown, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var holders = field switch
        {
            "readers" or "key-readers" => all.Where(sid => access.Grants(read, SecurityId.TokenOf(sid))),
            "read-writers" => all.Where(sid => access.Grants(AccessRights.FileReadWrite, SecurityId.TokenOf(sid))),
            "owners-of-all" => all.Where(sid => access.Grants(AccessRights.AllOf(kind), SecurityId.TokenOf(sid))),
            "explicit-readers" => all.Where(sid => access.Allowances(read, sid).Any(entry => !entry.IsInherited)),
            "read-denied" or "key-read-denied" => all.Where(sid => access.Denials(read, SecurityId.TokenOf(sid)).Any()),
            "change-denied" => all.Where(sid => access.Denials(Change, SecurityId.TokenOf(sid)).Any()),
            "change-denied-here" => all.Where(sid => access.Denials(Change, SecurityId.TokenOf(sid)).Any(entry => !entry.IsInherited)),
            "owner" => descriptor.Owner is { } owner ? [owner] : [],
            _ => null,
        };
        if (holders is null)
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"{field} of {subject}");
        }

        ImmutableArray<FieldValue> found = [.. holders.Select(sid => new FieldValue.Text(sid))];
        var because = $"{field} of {subject.Name}: {(found.IsEmpty ? "nobody" : string.Join(", ", found))}";
        return Fact.Known(field == "owner" && found is [var only] ? only : new FieldValue.List(found)) with
        {
            Layer = sddl.Layer,
            Grounds = sddl.Grounds,
            Because = because,
        };
    }

    private static Fact OfDescriptor(Subject subject, string field, SecuredObject kind, IFactSource estate) => AccessOf(subject, "sddl", kind, estate) switch
    {
        ({ } access, { } descriptor, var sddl) => Holders(field, access, descriptor, kind, subject, sddl),
        var (_, _, unknown) => unknown,
    };

    private static Fact Stated(Subject subject, string text) =>
        Fact.Known(new FieldValue.Text(text)) with { Grounds = [Ground.Thing(subject.Place)], Because = $"the path is '{text}'" };
}
