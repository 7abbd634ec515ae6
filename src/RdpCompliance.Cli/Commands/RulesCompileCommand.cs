using System.CommandLine;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli.Commands;

/// <summary>
/// <c>rules compile DIR --output FILE</c>: the pack without YAML, for a quick start. The build runs it; a pack that does not load is refused.
/// </summary>
internal static class RulesCompileCommand
{
    public static Command Create(ProgramHost host)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of the pack." };
        var output = new Option<string>("--output", "-o") { Description = "The compiled pack.", HelpName = "FILE", Required = true };
        var command = new Command("compile", "Compiles a pack, so that a start parses no YAML.") { folder, output };
        command.SetAction(parsed => (int)Run(parsed.GetValue(folder) ?? "", parsed.GetValue(output) ?? "", host));
        return command;
    }

    private static ExitCode Run(string folder, string output, ProgramHost host)
    {
        using var disk = DiskTree.Open([folder], new() { WorkingDirectory = host.WorkingDirectory, IgnoreFiles = IgnoreFiles.Disregarded });
        var tree = InputOptions.Rooted(disk);
        var codes = new PackReport();
        if (tree.Find(CodeLoader.FileName) is { } file)
        {
            // Only explain reads it; what is wrong with it shows when the pack is built.
            CodeLoader.Load(file, codes);
        }

        if (InputOptions.ReportPack([.. PackLoader.Load(tree).Diagnostics, .. codes.Diagnostics], host))
        {
            return ExitCode.Usage;
        }

        var compiled = CompiledPack.Write(tree);
        OutputFile.Write(Path.GetFullPath(output, host.WorkingDirectory), stream => stream.Write(compiled));
        return ExitCode.Clean;
    }
}
