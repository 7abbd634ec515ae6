using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>One GPO that reaches a place of the directory, as a file of links names it.</summary>
/// <param name="Gpo">"{GUID}", or what stands there instead.</param>
internal sealed record PolicyLink(string Gpo, string? DisplayName, bool IsEnforced, long Order)
{
    public Guid? Id => Guid.TryParse(Gpo, out var id) ? id : null;

    public string Label => DisplayName ?? Gpo;
}

/// <summary>
/// What files of links (Get-GPInheritance) say: which GPOs reach a place of the directory, and in
/// which order. Links of sites are in no such file, so a GPO of a site is not known here.
/// </summary>
internal sealed class PolicyLinks
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <param name="evidence">Of two statements about one place the later counts.</param>
    public PolicyLinks(IEnumerable<SourceEvidence> evidence)
    {
        foreach (var source in evidence.Where(source => source.Origin is Origin.PolicyLinks))
        {
            foreach (var som in source.Items.Where(item => item.Space == "som"))
            {
                _places[DistinguishedPath.Normalise(som.Name)] = new(som.Find("block-inheritance")?.Value is { } blocked && IsOn(blocked));
            }

            // The last statement of a place is the whole of it.
            foreach (var item in source.Items.Where(item => item.Space is "gpo-link" or "inherited-gpo-link"))
            {
                var isOff = item.Find("enabled")?.Value is { } enabled && !IsOn(enabled);
                if (!isOff && item.Find("som")?.Value.ToString() is { } som && _places.TryGetValue(DistinguishedPath.Normalise(som), out var place))
                {
                    (item.Space == "gpo-link" ? place.Own : place.Inherited).Add(LinkOf(item));
                }
            }
        }
    }

    public IEnumerable<string> Places => _places.Keys.Order(StringComparer.Ordinal);

    /// <returns><see langword="null"/> when no file speaks of the place.</returns>
    public ResultingLinks? At(string path)
    {
        var name = DistinguishedPath.Normalise(path);
        return !_places.TryGetValue(name, out var place) ? null
            : place.Inherited.Count > 0 ? new([.. place.Inherited.OrderBy(link => link.Order)], null)
            : Computed(name);
    }

    /// <summary>
    /// Enforced links win, those of the highest place first; then the links of the place itself, then
    /// those above it up to a place that blocks inheritance. At one place order 1 wins.
    /// </summary>
    private ResultingLinks Computed(string name)
    {
        var enforced = new List<PolicyLink>();
        var ordinary = new List<PolicyLink>();
        string? unknown = null;
        var isBlocked = false;
        for (var at = name; at is not null; at = DistinguishedPath.ParentOf(at))
        {
            if (!_places.TryGetValue(at, out var place))
            {
                unknown ??= at;
                continue;
            }

            var links = place.Own.OrderBy(link => link.Order).ToList();
            enforced.InsertRange(0, links.Where(link => link.IsEnforced));
            ordinary.AddRange(links.Where(link => !link.IsEnforced && !isBlocked));
            isBlocked |= place.IsBlocked;
        }

        return new([.. enforced, .. ordinary], unknown);
    }

    private static PolicyLink LinkOf(Item item) => new(
        item.Find("gpo")?.Value.ToString() ?? "",
        item.Find("display-name")?.Value.ToString(),
        IsOn(item.Find("enforced")?.Value),
        item.Find("order")?.Value is SettingValue.Number { Value: var order } ? order : long.MaxValue);

    /// <summary>PowerShell prints "Yes" for the flags of some versions.</summary>
    private static bool IsOn(SettingValue? value) => value switch
    {
        SettingValue.Flag flag => flag.Value,
        SettingValue.Number number => number.Value != 0,
        SettingValue.Text text => text.Value.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Value.Equals("yes", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private sealed record Place(bool IsBlocked)
    {
        public List<PolicyLink> Own { get; } = [];

        public List<PolicyLink> Inherited { get; } = [];
    }
}

/// <summary>The GPOs that reach a place, the first wins.</summary>
/// <param name="Unknown">A place above whose links no file states, and whose enforced links would win; <see langword="null"/> when all are known.</param>
internal sealed record ResultingLinks(ImmutableArray<PolicyLink> Links, string? Unknown);
