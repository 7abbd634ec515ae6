using RdpCompliance.Cli.Configuration;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Commands;

/// <summary>What the disk and the configuration have to say of the inputs of a result, which the engine cannot know.</summary>
internal static class InputRemarks
{
    public static readonly DiagnosticDescriptor NamesNothing = new(
        "RDP0065",
        DiagnosticEffect.Note,
        "'{0}' at '{1}' of the configuration is the name of no input that was read, so what it limits holds for nothing.")
    {
        IsAlwaysSaid = true,
    };

    public static readonly DiagnosticDescriptor ReadThoughLeftOut = new(
        "RDP0066",
        DiagnosticEffect.Note,
        "'{0}' is left out as an input ({1}), and was read because an input names it, as a module or as a linked file.")
    {
        IsAlwaysSaid = true,
    };

    /// <summary>
    /// Adds what the disk skipped, and says which inputs were arguments: a foreign argument is an error, a foreign file in a folder is a count.
    /// </summary>
    public static ScanResult With(ScanResult result, DiskTree disk, RunConfiguration configuration)
    {
        var file = configuration.File is { State: null, Path: var path } ? disk.NameOf(path) : null;
        var rules = configuration.Settings?.OwnRules is { State: null, Folder: var folder } ? disk.NameOf(folder) : null;
        var whole = result with
        {
            Inputs =
            [
                .. result.Inputs.Select(input => OfRun(input, file, rules))
                    .Select(input => input with { IsArgument = input.IsArgument || disk.Arguments.Contains(input.Name) })
                    .Concat(disk.Unread)
                    .OrderBy(input => input.Name, StringComparer.Ordinal),
            ],
        };
        var remarks = disk.LinkedThoughSkipped
            .Select(one => new Diagnostic(ReadThoughLeftOut, Location.StartOf(one.Source, SpanUnit.Bytes), one.Source.Name, one.Skipped.Reason ?? ""))
            .Concat(IdlePaths(whole, disk, configuration));
        return whole with
        {
            Diagnostics =
            [
                .. whole.Diagnostics.Concat(remarks)
                    .OrderBy(diagnostic => diagnostic.Location)
                    .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The configuration and the rules of the run lie among the inputs of most repositories.</summary>
    private static ScannedInput OfRun(ScannedInput input, string? configuration, string? rules) => input switch
    {
        { Outcome: not InputOutcome.Foreign } => input,
        _ when input.Name == configuration =>
            input with { Outcome = InputOutcome.Skipped, Reason = "the configuration of this run", IsOfRun = true },
        _ when rules is not null && SourceTree.IsWithin(input.Name, rules) && PolicyFolder.Holds(input.Name) =>
            input with { Outcome = InputOutcome.Skipped, Reason = "rules of this run", IsOfRun = true },
        _ => input,
    };

    /// <summary>A limit that names nothing is most often a name that was mistyped, or a folder that has moved.</summary>
    private static IEnumerable<Diagnostic> IdlePaths(ScanResult result, DiskTree disk, RunConfiguration configuration)
    {
        var names = result.Inputs.Where(input => input.Outcome is InputOutcome.Read or InputOutcome.Damaged).Select(input => input.Name)
            .Concat(result.Findings.Concat(result.Repaired ?? []).Select(finding => finding.Primary.Location.Source.Name))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Source? file = null;
        foreach (var path in configuration.Paths.Where(path => !names.Exists(name => path.Glob.Covers(name))))
        {
            var place = path.Place as ConfigurationPlace.InFile;
            var source = place is not null && configuration.File is { } written
                ? file ??= Source.FromBytes(written.State is null ? disk.NameOf(written.Path) : place.File, written.Bytes)
                : Source.FromBytes(path.Place.ToString(), ReadOnlyMemory<byte>.Empty);
            var start = place is null ? 0 : source.Text.OffsetOf(new((int)place.Line, (int)place.Column));
            yield return new(NamesNothing, Location.InText(source, new(start, 0)), path.Glob.ToString(), path.Key);
        }
    }
}
