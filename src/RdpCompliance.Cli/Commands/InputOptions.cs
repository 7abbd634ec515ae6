using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Modules;

namespace RdpCompliance.Cli.Commands;

/// <summary>Options that several commands take, and what they mean.</summary>
internal static class InputOptions
{
    public static Argument<string[]> Paths() => new("PATH")
    {
        Description = "Files and folders to read; - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string?> Policies() =>
        new("--policies")
        {
            Description =
                "A folder of rules to judge instead of the built-in pack; what it lacks of subjects.yml, settings.yml, inputs.yml and causes.yml is the built-in one.",
            HelpName = "DIR",
        };

    public static Option<string[]> Exclude() => new("--exclude") { Description = "Leave out sources whose name matches this glob.", HelpName = "GLOB" };

    public static Option<string[]> Parameters() =>
        new("--parameters")
        {
            Description =
                "A parameter file: a deployment of the template that its 'using' or metadata.template names, else of every template that has all of its names as parameters; repeatable.",
            HelpName = "FILE",
        };

    public static Option<string?> AsOf() =>
        new("--as-of")
        {
            Description = "The time by which dates are judged, now when absent; and what utcNow() gives in templates, not known when absent.",
            HelpName = "DATE[THH:MM:SSZ]",
        };

    public static Option<bool> NoGitignore() => new("--no-gitignore") { Description = "Also read what .gitignore ignores." };

    public static Option<string> StandardInputName() =>
        new("--stdin-name")
        {
            Description = "The name by which standard input is read.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "stdin",
        };

    /// <summary>The built-in pack, or the one of a folder; <see langword="null"/> when that does not load, with the reasons on standard error.</summary>
    public static Pack? LoadPack(string? folder, ProgramHost host, Func<Pack> builtIn)
    {
        if (folder is null)
        {
            return builtIn();
        }

        using var disk = DiskTree.Open([folder], new() { WorkingDirectory = host.WorkingDirectory, IgnoreFiles = IgnoreFiles.Disregarded });
        if (!disk.Problems.IsEmpty)
        {
            disk.Problems.ToList().ForEach(host.Error.WriteLine);
            return null;
        }

        // The pack's own folder is the root of its names, wherever the checkout begins.
        var loaded = PackLoader.Load(Rooted(disk), BuiltInPack.Complete());
        return ReportPack(loaded.Diagnostics, host) ? null : loaded.Pack;
    }

    /// <summary>The pack of a run, read where its configuration comes from.</summary>
    public static Pack? LoadPack(RunSettings run, ProgramHost host, Func<Pack> builtIn)
    {
        if (run is not { PoliciesState: { } state, PoliciesFolder: { } folder })
        {
            return LoadPack(run.PoliciesFolder, host, builtIn);
        }

        try
        {
            var loaded = PackLoader.Load(new SourceTree(state.RulesBelow(state.NameOf(folder))), BuiltInPack.Complete());
            return ReportPack(loaded.Diagnostics, host) ? null : loaded.Pack;
        }
        catch (IOException failed)
        {
            host.Error.WriteLine($"'{state.NameOf(folder)}' of '{state.Name}': {failed.Message}");
            return null;
        }
    }

    /// <returns>Whether there was anything to report.</returns>
    public static bool ReportPack(IReadOnlyCollection<Diagnostic> diagnostics, ProgramHost host)
    {
        foreach (var diagnostic in diagnostics)
        {
            var place = diagnostic.Location.Position is { } position
                ? $"{diagnostic.Location.Source}:{position.Line}:{position.Column}"
                : diagnostic.Location.Source.Name;
            host.Error.WriteLine($"{place}: {diagnostic.Id}: {diagnostic.Message}");
        }

        return diagnostics.Count > 0;
    }

    /// <summary>The globs of <c>--exclude</c>; one that no name can match is a problem.</summary>
    public static ImmutableArray<Glob> Globs(string[]? patterns, UsageProblems problems)
    {
        var globs = ImmutableArray.CreateBuilder<Glob>();
        foreach (var pattern in patterns ?? [])
        {
            if (Glob.TryParse(pattern) is { } glob)
            {
                globs.Add(glob);
            }
            else
            {
                problems.Add($"--exclude: '{pattern}' is a glob that no name can match.");
            }
        }

        return globs.DrainToImmutable();
    }

    /// <summary>The inputs that the paths name; what is wrong with the paths is added to <paramref name="problems"/>.</summary>
    public static DiskTree OpenDisk(
        string[] paths,
        ImmutableArray<Glob> exclude,
        bool noGitignore,
        string? standardInputName,
        ImmutableArray<string> parameterFiles,
        ProgramHost host,
        UsageProblems problems)
    {
        var disk = DiskTree.Open(paths, new()
        {
            WorkingDirectory = host.WorkingDirectory,
            Exclude = exclude,
            ParameterFiles = parameterFiles,
            IgnoreFiles = noGitignore ? IgnoreFiles.Disregarded : IgnoreFiles.Obeyed,
            OpenStandardInput = host.OpenInput,
            StandardInputName = standardInputName ?? "stdin",
            ModuleCache = ModuleCacheOf(host),
        });
        foreach (var problem in disk.Problems)
        {
            problems.Add(problem);
        }

        return disk;
    }

    /// <summary>
    /// The compiler's own place, in the user's folder; that <c>bicepconfig.json</c> may name
    /// another is not followed, because an input must not say where to read.
    /// </summary>
    private static string? ModuleCacheOf(ProgramHost host) =>
        (host.Variable("USERPROFILE") ?? host.Variable("HOME")) is { } home && Path.IsPathFullyQualified(home)
            ? Path.Combine(home, ModuleReference.CacheRoot)
            : null;

    /// <summary>The sources named from their common folder on.</summary>
    public static SourceTree Rooted(DiskTree disk) => new(PolicyFolder.FilesOf(disk));
}
