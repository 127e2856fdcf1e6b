# A second subscription that is refused is a failure like any other.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphSubscriptions.cs
s/exists\.Fault\.ProviderCode == ExtensionError/exists.Fault.ProviderCode == "never"/
