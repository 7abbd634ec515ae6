using System.CommandLine;
using System.Text;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>rules new RDP7001 MyRule --output DIR</c>: a rule that loads and whose examples pass, to be changed into what is wanted.</summary>
internal static class RulesNewCommand
{
    public static Command Create(ProgramHost host)
    {
        var id = new Argument<string>("ID") { Description = "RDP and four digits." };
        var name = new Argument<string>("NAME") { Description = "A Pascal-case name." };
        var output = new Option<string>("--output", "-o") { Description = "The folder of the new file.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var command = new Command("new", "Writes a rule to start from.") { id, name, output };
        command.SetAction(parsed => (int)Run(parsed.GetValue(id) ?? "", parsed.GetValue(name) ?? "", parsed.GetValue(output) ?? ".", host));
        return command;
    }

    private static ExitCode Run(string id, string name, string folder, ProgramHost host)
    {
        var problems = new UsageProblems(host.Error);
        if (!RuleNames.IsId(id))
        {
            problems.Add($"'{id}' is not RDP and four digits.");
        }

        if (!RuleNames.IsName(name))
        {
            problems.Add($"'{name}' is not a Pascal-case name such as PortMustBeOpen.");
        }

        var words = string.Concat(
            name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
        var path = Path.Combine(Path.GetFullPath(folder, host.WorkingDirectory), $"{id}-{words}.yml");
        if (File.Exists(path))
        {
            problems.Add($"'{path}' is there already.");
        }

        if (problems.Any)
        {
            return ExitCode.Usage;
        }

        OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Template(id, name))));
        host.Error.WriteLine($"Wrote {path}; 'rdpcompliance rules test {folder}' proves it.");
        return ExitCode.Clean;
    }

    private static string Template(string id, string name) => $$"""
        id: {{id}}
        name: {{name}}
        title: The listener must be on port 3389
        causes: []
        severity: warning
        confidence: medium
        subject: listener
        require: { field: port, equals: 3389 }
        message: "The listener '{name}' is on port {port}: {because}."
        help: |
          ## What
          Which state is found.
          ## Why
          What happens otherwise.
          ## Confirm
          How an administrator sees it.
          ## Fix
          What to do.
          ## Do not
          Which advice is harmful.
        references:
          - url: https://learn.microsoft.com/en-us/windows-server/remote/remote-desktop-services/clients/change-listening-port
            says: Which sentence of this page the rule rests on, in words of your own.
            read: 2026-11
        examples:
          - name: another port
            files:
              host.reg:
                text: |
                  Windows Registry Editor Version 5.00

                  [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]
                  "PortNumber"=dword:[|00000d3e|]
          - name: the default port
            files:
              host.reg:
                text: |
                  Windows Registry Editor Version 5.00

                  [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]
                  "PortNumber"=dword:00000d3d

        """;
}
