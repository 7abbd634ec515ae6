using System.Collections.Frozen;
using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads <c>subjects.yml</c>: the kinds with their fields and relations.</summary>
internal static class KindLoader
{
    private static readonly DiagnosticDescriptor UnknownKind = new("RDP0020", DiagnosticEffect.Damage, "'{0}' is not a kind of subjects.yml; {1}.");

    public static ImmutableArray<SubjectKind> Load(Source source, PackReport report)
    {
        if (report.Parse(source) is not { } root || report.Map(root, "subjects.yml") is not { } map)
        {
            return [];
        }

        var kinds = map.Entries.Select(entry => LoadKind(entry, report)).OfType<SubjectKind>().ToImmutableArray();
        CheckRelations(map, kinds, report);
        return kinds;
    }

    private static void CheckRelations(PackNode.Map map, ImmutableArray<SubjectKind> kinds, PackReport report)
    {
        foreach (
            var relation in map
                .Entries.Select(entry => entry.Value)
                .OfType<PackNode.Map>()
                .Select(kind => kind.Find("relations")?.Value)
                .OfType<PackNode.Map>()
                .SelectMany(relations => relations.Entries))
        {
            if (
                relation.Value is PackNode.Map definition
                && definition.Find("kind")?.Value is PackNode.Text { Value: var name } text
                && !kinds.Any(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                report.Add(UnknownKind, text.Location, name, PackReport.Nearest(name, kinds.Select(kind => kind.Name)));
            }
        }
    }

    private static SubjectKind? LoadKind(PackEntry entry, PackReport report)
    {
        if (report.Map(entry.Value, $"kind '{entry.Key}'", "title", "each", "known", "fields", "relations") is not { } map)
        {
            return null;
        }

        var kind = new SubjectKind(entry.Key, report.RequiredText(map, "title") ?? entry.Key, entry.KeyLocation)
        {
            Each = [.. report.OptionalList(map, "each").Select(item => LoadSource(item, report)).OfType<SubjectSource>()],
            Known = map.Find("known") is { } known ? LoadKnown(known.Value, report) : null,
            Fields = [.. Entries(map, "fields", report).Select(field => LoadField(field, report)).OfType<FieldDefinition>()],
            Relations = [.. Entries(map, "relations", report).Select(relation => LoadRelation(relation, report)).OfType<RelationDefinition>()],
        };
        CheckCells(kind, map.Find("known")?.Value ?? map, report);
        return kind;
    }

    /// <summary>A cell that no field reads is misspelt, and so is a field's that no row has.</summary>
    private static void CheckCells(SubjectKind kind, PackNode place, PackReport report)
    {
        var read = kind.Fields.Select(field => field.From).OfType<FieldOrigin.Cell>().Select(cell => cell.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var written = kind.Known is { } known
            ? known.Rows.Values.SelectMany(row => row.Cells.Keys).Where(cell => cell != known.By).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : [];
        foreach (var cell in read.Except(written, StringComparer.OrdinalIgnoreCase))
        {
            report.Wrong(place.Location, cell, "a cell of some row");
        }

        foreach (var cell in written.Except(read, StringComparer.OrdinalIgnoreCase))
        {
            report.Wrong(place.Location, cell, "a cell that a field reads");
        }
    }

    private static ImmutableArray<PackEntry> Entries(PackNode.Map map, string key, PackReport report) =>
        map.Find(key) is { } found && report.Map(found.Value, key) is { } entries ? entries.Entries : [];

    private static SubjectSource? LoadSource(PackNode node, PackReport report)
    {
        if (
            report.Map(
                node,
                "each",
                "key",
                "values",
                "except",
                "items",
                "list",
                "variable",
                "name",
                "variables",
                "resource",
                "elements",
                "rdp-text",
                "conditional-rdp-text")
            is not { } map)
        {
            return null;
        }

        if (map.Find("key") is { Value: var keyNode } && report.Text(keyNode, "key") is { } key)
        {
            // The last part is the variable; the rest is the parent.
            if (
                key.LastIndexOf('\\') is var slash and > 0
                && key[(slash + 1)..] is ['{', .. var variable, '}']
                && RegistryKey.TryParse(key[..slash]) is { } parent)
            {
                return new SubjectSource.RegistryKeys(parent, variable, [.. report.OptionalTexts(map, "except")], Values(map, report));
            }

            report.Wrong(keyNode.Location, key, "a registry key whose last part is a {variable}");
            return null;
        }

        if (map.Find("values") is { Value: var storeNode } && report.Text(storeNode, "values") is { } store)
        {
            if (RegistryKey.TryParse(store) is { } stored)
            {
                return report.RequiredText(map, "variable") is { } each ? new SubjectSource.RegistryValues(stored, each, Values(map, report)) : null;
            }

            report.Wrong(storeNode.Location, store, "a registry key");
            return null;
        }

        if (report.OptionalText(map, "items") is { } space)
        {
            return report.RequiredText(map, "variable") is { } variable ? new SubjectSource.Items(space, variable, report.OptionalFlag(map, "list")) : null;
        }

        if (report.OptionalText(map, "resource") is { } type)
        {
            ResourceElements? inside = report.OptionalText(map, "elements") is { } list ? new ResourceElements.OfList(list)
                : report.OptionalText(map, "rdp-text") is { } text ? new ResourceElements.OfRdpText(text, IsConditional: false)
                : report.OptionalText(map, "conditional-rdp-text") is { } conditional ? new ResourceElements.OfRdpText(conditional, IsConditional: true)
                : null;
            return new SubjectSource.Resources(type, inside);
        }

        return report.RequiredText(map, "name") is { } name ? new SubjectSource.Named(name, Values(map, report)) : null;
    }

    /// <summary>A row without the cell that it is found by says nothing, and neither does the second of one name.</summary>
    private static KnownRows? LoadKnown(PackNode node, PackReport report)
    {
        if (report.Map(node, "known", "by", "source", "rows") is not { } map
            || report.RequiredText(map, "by") is not { } by || report.RequiredText(map, "source") is not { } source)
        {
            return null;
        }

        var rows = new Dictionary<string, FieldValue.Row>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in report.OptionalList(map, "rows"))
        {
            if (ValueParser.Parse(item) is not FieldValue.Row row || !row.Cells.TryGetValue(by, out var key) || !rows.TryAdd(key.ToString(), row))
            {
                report.Wrong(item.Location, PackReport.Shown(item), $"a row with a '{by}' of its own");
            }
        }

        return new(by, source, rows.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    private static ImmutableDictionary<string, string> Values(PackNode.Map map, PackReport report)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var variable in Entries(map, "variables", report))
        {
            values[variable.Key] = report.Text(variable.Value, variable.Key) ?? "";
        }

        return values.ToImmutable();
    }

    private static FieldDefinition? LoadField(PackEntry entry, PackReport report)
    {
        if (report.Map(entry.Value, $"field '{entry.Key}'", "type", "from", "unit", "source", "parameter") is not { } map)
        {
            return null;
        }

        var type = PackEnum.Required<FieldType>(map, "type", report);
        FieldOrigin? origin = map.Find("from") switch
        {
            null => new FieldOrigin.Derived(),
            { Value: PackNode.Map from } when report.Map(from, "from", "variable", "item", "property", "properties", "here", "known") is not null =>
                report.OptionalText(from, "variable") is { } variable ? new FieldOrigin.Variable(variable)
                : report.OptionalText(from, "item") is { } item ? new FieldOrigin.ItemField(item)
                : report.OptionalText(from, "property") is { } property ? new FieldOrigin.Property([property])
                : report.OptionalTexts(from, "properties").ToImmutableArray() is { IsEmpty: false } properties ? new FieldOrigin.Property(properties)
                : report.OptionalText(from, "here") is { } relation ? new FieldOrigin.Here(relation)
                : report.OptionalText(from, "known") is { } cell ? new FieldOrigin.Cell(cell)
                : null,
            { Value: var other } => Refuse(other),
        };
        return type is { } known && origin is not null
            ? new(entry.Key, known, origin, report.OptionalText(map, "unit"), report.OptionalText(map, "source"), report.OptionalText(map, "parameter"))
            : null;

        FieldOrigin? Refuse(PackNode node)
        {
            report.Wrong(node.Location, PackReport.Shown(node), "a mapping with 'variable', 'item', 'property', 'properties', 'here' or 'known'");
            return null;
        }
    }

    private static RelationDefinition? LoadRelation(PackEntry entry, PackReport report) =>
        report.Map(entry.Value, $"relation '{entry.Key}'", "kind", "many", "at", "inverse", "parent", "children") is { } map
        && report.RequiredText(map, "kind") is { } kind
            ? new(entry.Key, kind, report.OptionalFlag(map, "many"), LoadLink(map, report))
            : null;

    private static RelationLink? LoadLink(PackNode.Map map, PackReport report) =>
        report.OptionalText(map, "at") is { } path ? new RelationLink.Reference(path)
        : report.OptionalText(map, "inverse") is { } relation ? new RelationLink.Inverse(relation)
        : report.OptionalFlag(map, "parent") ? new RelationLink.Parent()
        : report.OptionalFlag(map, "children") ? new RelationLink.Children()
        : null;
}
