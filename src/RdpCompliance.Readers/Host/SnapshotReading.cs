using System.Collections.Frozen;
using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>One reading of one snapshot; see <see cref="SnapshotReader"/>.</summary>
internal sealed class SnapshotReading
{
    private static readonly DiagnosticDescriptor UnknownProperty =
        new("RDP0186", DiagnosticEffect.Note, "'{0}' is no part of a snapshot; it is not read.");
    private static readonly DiagnosticDescriptor WrongForm =
        new("RDP0187", DiagnosticEffect.Damage, "'{0}' is the value of '{1}'; {2} was expected.");
    private static readonly DiagnosticDescriptor NotCollected =
        new("RDP0188", DiagnosticEffect.Damage, "'{0}' could not be collected: {1}.");

    private static readonly FrozenDictionary<string, SnapshotSection> Sections = SnapshotSection.All.ToFrozenDictionary(
        section => section.Path,
        StringComparer.Ordinal);

    private readonly CancellationToken _cancellation;
    private readonly bool _isBroken;

    /// <param name="found">What the JSON itself says wrongly: a list of broken JSON may have lost rows and covers nothing.</param>
    public SnapshotReading(ImmutableArray<Diagnostic> found, CancellationToken cancellation)
    {
        Diagnostics.AddRange(found);
        _isBroken = found.Any(diagnostic => diagnostic.Effect != DiagnosticEffect.Note);
        _cancellation = cancellation;
    }

    public string? Machine { get; private set; }

    public DateTimeOffset? Captured { get; private set; }

    public ImmutableArray<Observation>.Builder Observations { get; } = ImmutableArray.CreateBuilder<Observation>();

    public ImmutableArray<Item>.Builder Items { get; } = ImmutableArray.CreateBuilder<Item>();

    public ImmutableArray<Coverage>.Builder Coverage { get; } = ImmutableArray.CreateBuilder<Coverage>();

    public ImmutableArray<Diagnostic>.Builder Diagnostics { get; } = ImmutableArray.CreateBuilder<Diagnostic>();

    public void Read(Node.Object root)
    {
        foreach (var property in root.Properties)
        {
            _cancellation.ThrowIfCancellationRequested();
            switch (property.Name)
            {
                case "$schema" or "format" or "version" or "tool":
                    break;
                case "captured":
                    Captured = Time(property);
                    break;
                case "machine" when Object(property) is { } machine:
                    ReadMachine(machine);
                    break;
                case "registry" when Object(property) is { } registry:
                    ReadSection("registry", registry, "keys", new SnapshotRegistry(this).Read);
                    break;
                case "firewall" when Object(property) is { } firewall:
                    foreach (var list in firewall.Properties)
                    {
                        ReadList($"{property.Name}.{list.Name}", list);
                    }

                    break;
                case "machine" or "registry" or "firewall":
                    break;
                default:
                    ReadList(property.Name, property);
                    break;
            }
        }
    }

    public Node.Object? Object(Property property)
    {
        if (property.Value is Node.Object found)
        {
            return found;
        }

        if (property.Value is not Node.Unresolved)
        {
            Wrong(property, "an object");
        }

        return null;
    }

    public Node.Array? Array(Property property)
    {
        if (property.Value is Node.Array found)
        {
            return found;
        }

        if (property.Value is not Node.Unresolved)
        {
            Wrong(property, "a list");
        }

        return null;
    }

    public DateTimeOffset? Time(Property property)
    {
        if (property.Value is Node.Text text && WindowsTime.TryParse(text.Value) is { } time)
        {
            return time;
        }

        Wrong(property, "a time in ISO 8601 form");
        return null;
    }

    public void Wrong(Property property, string wanted) => Wrong(property.Value, property.Name, wanted);

    public void Wrong(Node value, string name, string wanted) => Diagnostics.Add(new(WrongForm, value.Location, FieldForm.Shown(value), name, wanted));

    public void Unknown(Property property, string path) => Diagnostics.Add(new(UnknownProperty, property.NameLocation, path));

    private void ReadMachine(Node.Object machine)
    {
        if (SnapshotSection.Machine.Read(machine, UnknownProperties.Say, Diagnostics) is { } item)
        {
            Machine = item.Name;
            Items.Add(item);
        }
    }

    private void ReadList(string path, Property property)
    {
        if (!Sections.TryGetValue(path, out var section))
        {
            Unknown(property, path);
            return;
        }

        if (Object(property) is not { } body)
        {
            return;
        }

        ReadSection(path, body, "items", (items, captured) => ReadRows(section, items, captured), section.Shape.Space);
    }

    private Predicate<Coverage> ReadRows(SnapshotSection section, Node.Array items, DateTimeOffset? captured)
    {
        var isWhole = true;
        foreach (var element in items.Elements)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (element is not Node.Object)
            {
                Wrong(element, section.Path, "an object");
            }

            if (element is Node.Object row && section.Shape.Read(row, UnknownProperties.Say, Diagnostics) is { } item)
            {
                Items.Add(item with { Captured = captured });
            }
            else
            {
                // The lost row could be the one that is looked for.
                isWhole = false;
            }
        }

        return _ => isWhole;
    }

    /// <summary>The parts that every section has: when, what it covers, what could not be collected, and its list.</summary>
    private void ReadSection(
        string path,
        Node.Object section,
        string listName,
        Func<Node.Array, DateTimeOffset?, Predicate<Coverage>> read,
        string? space = null)
    {
        DateTimeOffset? captured = null;
        var covers = new List<Coverage>();
        var isPartial = false;
        Node.Array? list = null;
        foreach (var property in section.Properties)
        {
            switch (property.Name)
            {
                case "captured":
                    captured = Time(property);
                    break;
                case "covers":
                    covers.AddRange(SnapshotCoverage.Read(this, property, space));
                    break;
                case "failed" when property.Value is Node.Text reason:
                    isPartial = true;
                    Diagnostics.Add(new(NotCollected, property.NameLocation, path, reason.Value.TrimEnd('.')));
                    break;
                case "failed":
                    isPartial = true;
                    Wrong(property, "a string");
                    break;
                case var _ when property.Name == listName:
                    list = Array(property);
                    break;
                default:
                    Unknown(property, $"{path}.{property.Name}");
                    break;
            }
        }

        if (list is not null)
        {
            var isCovered = read(list, captured);
            Coverage.AddRange(covers.Where(cover => !isPartial && !_isBroken && isCovered(cover)));
        }
    }
}
