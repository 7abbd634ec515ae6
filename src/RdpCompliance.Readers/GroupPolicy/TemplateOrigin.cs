using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Whose statement a security template is. <c>secedit /export</c> writes [Version] behind the settings; templates and GPOs have it before them or between them.
/// A wrong "export" would let silence mean "nobody has this right", so doubt makes a template a policy, or an export without coverage.
/// </summary>
internal static class TemplateOrigin
{
    /// <summary>Areas that only templates configure: the state of a machine is never exported into them.</summary>
    private static readonly string[] TemplateSections = ["Registry Keys", "File Security", "Service General Setting", "Group Membership"];

    private static readonly (string Section, string Space)[] CoveredSpaces =
        [("Privilege Rights", "privilege"), ("System Access", "system-access"), ("Event Audit", "event-audit")];

    /// <summary>A right that every running Windows grants ("Bypass traverse checking"), so that a list without it is no export.</summary>
    private const string UniversalRight = "SeChangeNotifyPrivilege";

    public static Origin Of(Source source, ImmutableArray<InfSection> sections)
    {
        var folder = GpoFolder.Of(source.Name);
        var isInGpo = folder.Layout switch
        {
            GpoLayout.File => false,
            // A folder called "Machine" alone does not make an export a GPO.
            GpoLayout.Folder => source.FileName.Equals("GptTmpl.inf", StringComparison.OrdinalIgnoreCase),
            _ => true,
        };
        if (isInGpo)
        {
            return folder.Origin;
        }

        var version = LastIndexOf(sections, section => Is(section, "Version"));
        var settings = LastIndexOf(sections, section => section.Name.Length > 0 && !Is(section, "Version"));
        return version > settings ? new Origin.Host(null, source.Folder) : new Origin.GroupPolicy(source.Name);
    }

    /// <summary>What an export answers for: it lists every right that somebody has, and every account policy.</summary>
    public static ImmutableArray<Coverage> CoverageOf(ImmutableArray<InfSection> sections)
    {
        var rights = sections.Where(section => Is(section, "Privilege Rights")).SelectMany(section => section.Lines).ToList();
        var isExport = !sections.Any(section => TemplateSections.Any(name => Is(section, name)))
            && rights.Any(StatesUniversalRight)
            && rights.All(line => line.Fields.Length > 0);
        return isExport
            ? [.. CoveredSpaces.Where(space => sections.Any(section => Is(section, space.Section))).Select(space => new Coverage.Space(space.Space))]
            : [];
    }

    private static bool StatesUniversalRight(InfLine line) =>
        line.Key is { Value: var right } && right.Equals(UniversalRight, StringComparison.OrdinalIgnoreCase);

    private static bool Is(InfSection section, string name) => section.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static int LastIndexOf(ImmutableArray<InfSection> sections, Predicate<InfSection> match)
    {
        for (var index = sections.Length - 1; index >= 0; index--)
        {
            if (match(sections[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
