using System.CommandLine;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>rules …</c>: the pack and what can be done with it.</summary>
internal static class RulesCommand
{
    public static Command Create(ProgramHost host) => new("rules", "Lists, tests and writes rules.")
    {
        RulesListCommand.Create(host),
        RulesFieldsCommand.Create(host),
        RulesSettingsCommand.Create(host),
        RulesTestCommand.Create(host),
        RulesNewCommand.Create(host),
        RulesDocsCommand.Create(host),
        RulesCompileCommand.Create(host),
    };
}
