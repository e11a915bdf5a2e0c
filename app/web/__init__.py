"""What every page needs: guards, forms, errors, security headers, languages, assets."""
